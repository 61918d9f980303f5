namespace Flow;

/// <summary>A writing end of a channel that stands in for a hop.</summary>
internal sealed class ChannelHopWriter<T>(ChannelHop<T> hop, bool isLease) : HopWriter<T>, ILease
{
    private readonly CancellationTokenSource _fence = new();
    private readonly SingleWait _wait = new();

    public bool IsWaiting => _wait.IsPending;

    public bool IsEndedByBody { get; private set; }

    public Exception? Error { get; private set; }

    internal override Hop<T>? OwnedHop => isLease ? null : hop;

    internal override Exception? CompletionError => hop.CompletionError;

    public override bool IsAbandoned => hop.IsAbandoned;

    public override Exception? Abandonment => hop.Abandonment;

    public override long Room => hop.Room;

    public bool IsClosed => _fence.IsCancellationRequested || hop.IsAbandoned;

    public void Fence()
    {
        _fence.Cancel();
        hop.WakeWriter();
    }

    public override bool TryWrite(T item) => !IsClosed && hop.TryWrite(item);

    public override int TryWrite(ReadOnlySpan<T> items)
    {
        var written = 0;
        while (written < items.Length && TryWrite(items[written])) written++;
        return written;
    }

    public override async ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
    {
        hop.ThrowOwed();
        cancellationToken.ThrowIfCancellationRequested();
        if (IsClosed) return false;
        using var pending = _wait.Begin();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _fence.Token, hop.AbandonedToken);
        var since = hop.TimeProvider.GetTimestamp();
        try
        {
            return await hop.Inner.Writer.WaitToWriteAsync(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
        finally
        {
            hop.AddBlocked(since);
        }
    }

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => hop.TryArmWriter(this, bell, key, roomAbove);

    public override bool TryComplete(Exception? error = null)
    {
        if (!isLease) return hop.TryComplete(error);
        if (IsEndedByBody) return false;
        IsEndedByBody = true;
        Error = error;
        Fence();
        return true;
    }
}
