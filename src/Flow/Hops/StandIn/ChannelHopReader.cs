using System.Diagnostics.CodeAnalysis;

namespace Flow;

/// <summary>A reading end of a channel that stands in for a hop.</summary>
internal sealed class ChannelHopReader<T>(ChannelHop<T> hop, bool isLease) : HopReader<T>, ILease
{
    private readonly CancellationTokenSource _fence = new();
    private readonly SingleWait _wait = new();
    private TaskCompletionSource? _fenced;

    public bool IsWaiting => _wait.IsPending;

    public bool IsEndedByBody { get; private set; }

    public Exception? Error { get; private set; }

    internal override Hop<T>? OwnedHop => isLease ? null : hop;

    public override bool CanCount => true;

    public override bool CanPeek => hop.Inner.Reader.CanPeek;

    public override int Count => (int)hop.Count;

    public override bool IsEnded => IsClosed || hop.Inner.Reader.Completion.IsCompleted;

    public override Exception? CompletionError => hop.CompletionError;

    public override Task Completion => isLease ? CompletionOfLease() : hop.Inner.Reader.Completion;

    private bool IsClosed => _fence.IsCancellationRequested || hop.IsAbandoned;

    public void Fence()
    {
        _fence.Cancel();
        hop.WakeReader();
        Volatile.Read(ref _fenced)?.TrySetResult();
    }

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!IsClosed) return hop.TryRead(out item);
        item = default;
        return false;
    }

    public override int TryRead(Span<T> destination)
    {
        var taken = 0;
        while (taken < destination.Length && TryRead(out var item)) destination[taken++] = item;
        return taken;
    }

    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        if (!IsClosed) return hop.Inner.Reader.TryPeek(out item);
        item = default;
        return false;
    }

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsClosed) return false;
        using var pending = _wait.Begin();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _fence.Token, hop.AbandonedToken);
        var since = hop.TimeProvider.GetTimestamp();
        try
        {
            if (!await hop.Inner.Reader.WaitToReadAsync(ended.Token)) return false;
            hop.AddBatch();
            return true;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
        finally
        {
            hop.AddStarved(since);
        }
    }

    public override bool TryArm(Doorbell bell, int key) => hop.TryArmReader(this, bell, key);

    public override void Abandon(Exception? error = null)
    {
        if (isLease)
        {
            IsEndedByBody = true;
            Error = error;
            Fence();
        }
        else
        {
            hop.Abandon(error, ReleaseReason.Abandoned);
        }
    }

    // A lease ends with the hop, or at its fence.
    private Task CompletionOfLease()
    {
        var fenced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fenced = Interlocked.CompareExchange(ref _fenced, fenced, null) ?? fenced;
        if (IsClosed) fenced.TrySetResult();
        return Task.WhenAny(hop.Inner.Reader.Completion, fenced.Task).Unwrap();
    }
}
