using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Flow;

/// <summary>What a source reads: nothing, until it ends, which says that the run is being drained, or another takes the source's place.</summary>
internal sealed class SourceInput : ChannelReader<Nothing>, ILease
{
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cancelled at the end, for a source that waits for something else.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whether the source failed before it was told to end.</summary>
    public bool HasFailed { get; private set; }

    public override Task Completion => _completion.Task;

    /// <summary>The source has failed, and is to throw once what came before has arrived; to be told to end meanwhile changes nothing.</summary>
    public void Fail() => HasFailed = !Ended.IsCancellationRequested;

    bool ILease.IsEndedByBody => false;

    Exception? ILease.Error => null;

    public void Fence()
    {
        _completion.TrySetResult();
        _ended.Cancel();
    }

    public override bool TryRead([MaybeNullWhen(false)] out Nothing item)
    {
        item = default;
        return false;
    }

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        // Not Task.WaitAsync, which goes by way of the thread pool: a source that waits stays on its scheduler.
        var either = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ending = Ended.UnsafeRegister(static either => ((TaskCompletionSource)either!).TrySetResult(), either);
        using var cancelling = cancellationToken.UnsafeRegister(static (either, token) => ((TaskCompletionSource)either!).TrySetCanceled(token), either);
        await either.Task;
        return false;
    }
}
