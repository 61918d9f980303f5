namespace Flow.Zoo.Hops.Broken;

/// <summary>A reader that waits is woken when there is no room for more, although a writer may stop before that.</summary>
internal sealed class WakesReaderWhenFull(HopOptions<int> options) : SmallRing(options)
{
    protected override void WakeReader()
    {
        if (Room == 0) base.WakeReader();
    }
}
