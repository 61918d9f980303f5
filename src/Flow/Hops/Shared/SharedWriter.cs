namespace Flow;

/// <summary>A writing end of a shared hop, for one caller or many.</summary>
internal sealed class SharedWriter<T>(SharedHop<T> hop, bool isLease) : LeasableWriter<T>(hop, isLease), IWaitingEnd
{
    public override bool IsAbandoned => hop.IsAbandoned;

    public override Exception? Abandonment => hop.Abandonment;

    public override long Room => hop.Room;

    /// <summary>What the caller armed last.</summary>
    public SharedWaiter? Armed { get; set; }

    internal override Exception? CompletionError => hop.Error;

    bool IWaitingEnd.IsPending => true;

    bool IWaitingEnd.Answer() => hop.AnswerWriter(this);

    public override bool TryWrite(T item) => !IsClosed && hop.TryWrite(item);

    public override int TryWrite(ReadOnlySpan<T> items) => IsClosed ? 0 : hop.TryWrite(items);

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
        hop.WaitToWriteAsync(this, cancellationToken);

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => hop.TryArmWriter(this, bell, key, roomAbove);

    protected override bool CompleteHop(Exception? error) => hop.Complete(error);

    protected override void Wake() => hop.WakeWriters();
}
