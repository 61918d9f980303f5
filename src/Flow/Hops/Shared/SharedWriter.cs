namespace Flow;

/// <summary>A writing end of a shared hop whose callers take turns, or let items fall.</summary>
internal sealed class SharedWriter<T, TAccess>(SharedHop<T, TAccess> hop, SharedWriting<T, TAccess> writing, bool isLease)
    : LeasableWriter<T>(isLease), IWaitingEnd
    where TAccess : struct, IAccess
{
    public override bool IsAbandoned => hop.IsAbandoned;

    public override Exception? Abandonment => hop.Abandonment;

    public override long Room => hop.Room;

    /// <summary>What the caller armed last.</summary>
    public SharedWaiter? Armed { get; set; }

    internal override Exception? CompletionError => hop.Error;

    protected override Hop<T> Hop => hop;

    bool IWaitingEnd.IsPending => true;

    bool IWaitingEnd.Answer() => writing.Outcome(this, roomAbove: 0) is not { } outcome || outcome.Result;

    public override bool TryWrite(T item) => !IsClosed && writing.TryWrite(item);

    public override int TryWrite(ReadOnlySpan<T> items) => IsClosed ? 0 : writing.TryWrite(items);

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
        writing.WaitAsync(this, cancellationToken);

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => writing.TryArm(this, bell, key, roomAbove);

    protected override bool CompleteHop(Exception? error) => writing.Complete(error);

    protected override void Wake() => writing.Wake();
}
