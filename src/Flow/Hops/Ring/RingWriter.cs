namespace Flow;

/// <summary>A writing end of a ring.</summary>
internal sealed class RingWriter<T, TAccess>(RingHop<T, TAccess> ring, bool isLease) : SlotWriter<T>(isLease), IWaitingEnd
    where TAccess : struct, IAccess
{
    public override bool IsAbandoned => ring.IsAbandoned;

    public override Exception? Abandonment => ring.Abandonment;

    public override long Room => ring.Room;

    public override bool CanReserve => !ring.IsWeighted;

    internal override Exception? CompletionError => ring.Error;

    protected override Hop<T> Hop => ring;

    bool IWaitingEnd.IsPending => ring.IsWriterPending(this);

    bool IWaitingEnd.Answer() => ring.AnswerWriter(this);

    public override bool TryWrite(T item) => !IsClosed && ring.TryWrite(item);

    public override int TryWrite(ReadOnlySpan<T> items) => IsClosed ? 0 : ring.TryWrite(items);

    public override Span<T> Reserve(int most) => IsClosed ? default : ring.Reserve(most);

    public override void Commit(int count) => ring.Commit(count);

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
        ring.WaitToWriteAsync(this, cancellationToken);

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => ring.TryArmWriter(this, bell, key, roomAbove);

    protected override bool CompleteHop(Exception? error) => ring.Complete(error);

    protected override void Wake() => ring.WakeWriter();
}
