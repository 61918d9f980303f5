namespace Flow;

/// <summary>A writing end of a ring.</summary>
internal sealed class RingWriter<T>(RingHop<T> ring, bool isLease) : LeasableWriter<T>(ring, isLease), IWaitingEnd
{
    public override bool IsAbandoned => ring.IsAbandoned;

    public override Exception? Abandonment => ring.Abandonment;

    public override long Room => ring.Room;

    /// <summary>Whether slots can be reserved: the hop is bounded by items.</summary>
    public bool CanReserve => !ring.IsWeighted;

    protected override Exception? CompletionError => ring.Error;

    bool IWaitingEnd.IsPending => ring.IsWriterPending(this);

    bool IWaitingEnd.Answer() => ring.AnswerWriter(this);

    public override bool TryWrite(T item) => !IsClosed && ring.TryWrite(item);

    public override int TryWrite(ReadOnlySpan<T> items) => IsClosed ? 0 : ring.TryWrite(items);

    /// <inheritdoc cref="RingHop{T}.Reserve"/>
    public Span<T> Reserve(int most) => IsClosed ? default : ring.Reserve(most);

    /// <summary>Puts in what was stored in the first of the slots just reserved, also when the lease has ended since.</summary>
    public void Commit(int count) => ring.Commit(count);

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
        ring.WaitToWriteAsync(this, cancellationToken);

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => ring.TryArmWriter(this, bell, key, roomAbove);

    protected override bool CompleteHop(Exception? error) => ring.Complete(error);

    protected override void Wake() => ring.WakeWriter();
}
