using System.Runtime.ExceptionServices;

namespace Flow.Adapters;

/// <summary>The fault of a pipeline that is a block: told once, from outside or by the run, and then known at both of its ends.</summary>
internal sealed class BlockFault
{
    private readonly CancellationTokenSource _told = new();
    private Exception? _error;

    public bool IsTold => Volatile.Read(ref _error) is not null;

    /// <summary>Cancelled when it has been told.</summary>
    public CancellationToken Token => _told.Token;

    public void Tell(Exception error)
    {
        if (Interlocked.CompareExchange(ref _error, error, null) is null) _told.Cancel();
    }

    /// <summary>Throws what was told.</summary>
    public void Throw() => ExceptionDispatchInfo.Throw(_error!);
}
