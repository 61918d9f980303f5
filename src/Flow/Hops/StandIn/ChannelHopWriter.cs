using System.Threading.Channels;

namespace Flow;

/// <summary>A writing end of a channel that stands in for a hop.</summary>
internal sealed class ChannelHopWriter<T>(ChannelHop<T> hop, bool isLease) : HopWriter<T>, ILease
{
    private readonly CancellationTokenSource _fence = new();

    public bool IsEndedByBody { get; private set; }

    public Exception? Error { get; private set; }

    internal override Hop<T>? OwnedHop => isLease ? null : hop;

    public override bool IsAbandoned => hop.IsAbandoned;

    public override Exception? Abandonment => hop.Abandonment;

    public override long Room => hop.Room;

    private bool IsClosed => _fence.IsCancellationRequested || hop.IsAbandoned;

    public void Fence() => _fence.Cancel();

    public override bool TryWrite(T item) => !IsClosed && hop.TryWrite(item);

    public override int TryWrite(ReadOnlySpan<T> items)
    {
        var written = 0;
        while (written < items.Length && TryWrite(items[written])) written++;
        return written;
    }

    public override async ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsClosed) return false;
        var since = hop.TimeProvider.GetTimestamp();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _fence.Token, hop.AbandonedToken);
        try
        {
            return await hop.Inner.Writer.WaitToWriteAsync(ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && IsClosed)
        {
            return false;
        }
        finally
        {
            hop.AddBlocked(since);
        }
    }

    public override async ValueTask WriteAsync(T item, CancellationToken cancellationToken = default)
    {
        while (!TryWrite(item))
        {
            if (!await WaitToWriteAsync(cancellationToken)) throw new ChannelClosedException(hop.Abandonment);
        }
    }

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => !IsClosed && hop.TryArmWriter(bell, key, roomAbove);

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
