namespace Flow.Zoo.Hops.Broken;

/// <summary>A writer that waits is woken when half of it is free, although a reader may stop before that.</summary>
internal sealed class WakesWriterAtHalf(HopOptions<int> options) : SmallRing(options)
{
    protected override void WakeWriter()
    {
        if (Room > Options.Capacity / 2) base.WakeWriter();
    }
}
