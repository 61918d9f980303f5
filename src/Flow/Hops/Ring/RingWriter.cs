using System.Threading.Channels;

namespace Flow;

/// <summary>A writing end of a ring: the owner's, or one lent to a run of a body.</summary>
internal sealed class RingWriter<T>(RingHop<T> ring, bool isLease) : HopWriter<T>, ILease, IWaitingEnd
{
    private volatile bool _closed;

    public bool IsClosed => _closed;

    public bool IsEndedByBody { get; private set; }

    public Exception? Error { get; private set; }

    internal override Hop<T>? OwnedHop => isLease ? null : ring;

    public override bool IsAbandoned => ring.IsAbandoned;

    public override Exception? Abandonment => ring.Abandonment;

    public override long Room => ring.Room;

    public void Fence()
    {
        _closed = true;
        ring.WakeWriter();
    }

    bool IWaitingEnd.Answer() => ring.AnswerWriter(this);

    public override bool TryWrite(T item) => !_closed && ring.TryWrite(item);

    public override int TryWrite(ReadOnlySpan<T> items) => _closed ? 0 : ring.TryWrite(items);

    /// <summary>Whether slots can be reserved: the hop is bounded by items.</summary>
    public bool CanReserve => !ring.IsWeighted;

    /// <inheritdoc cref="RingHop{T}.Reserve"/>
    public Span<T> Reserve(int most) => _closed ? default : ring.Reserve(most);

    /// <summary>Puts in what was stored in the first of the slots just reserved, also when the lease has ended since.</summary>
    public void Commit(int count) => ring.Commit(count);

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
        ring.WaitToWriteAsync(this, cancellationToken);

    public override ValueTask WriteAsync(T item, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return TryWrite(item) ? default : WriteSlowlyAsync(item, cancellationToken);
    }

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => ring.TryArmWriter(this, bell, key, roomAbove);

    public override bool TryComplete(Exception? error = null)
    {
        if (!isLease) return ring.Complete(error);
        if (IsEndedByBody) return false;
        IsEndedByBody = true;
        Error = error;
        Fence();
        return true;
    }

    private async ValueTask WriteSlowlyAsync(T item, CancellationToken cancellationToken)
    {
        do
        {
            bool room;
            try
            {
                room = await WaitToWriteAsync(cancellationToken);
            }
            catch (Exception error) when (ReferenceEquals(error, ring.Error))
            {
                throw new ChannelClosedException(error);
            }

            if (!room) throw new ChannelClosedException(ring.Abandonment);
        }
        while (!TryWrite(item));
    }
}
