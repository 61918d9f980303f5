namespace Flow.Zoo.Hops;

/// <summary>The writing end of a <see cref="SmallHop"/>.</summary>
internal sealed class SmallWriter(SmallHop hop) : HopWriter<int>
{
    public override bool IsAbandoned => hop.IsAbandoned;

    public override Exception? Abandonment => hop.Abandonment;

    public override long Room => hop.Room;

    public override bool TryWrite(int item) => hop.TryWrite(item);

    public override int TryWrite(ReadOnlySpan<int> items) => hop.TryWrite(items);

    public override ValueTask WriteAsync(int item, CancellationToken cancellationToken = default) => hop.WriteAsync(item, cancellationToken);

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => hop.WaitToWriteAsync(cancellationToken);

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => hop.TryArmWriter(bell, key, roomAbove);

    public override bool TryComplete(Exception? error = null) => hop.TryComplete(error);
}
