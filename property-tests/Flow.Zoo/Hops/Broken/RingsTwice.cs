namespace Flow.Zoo.Hops.Broken;

/// <summary>A doorbell that was armed once is rung twice.</summary>
internal sealed class RingsTwice(HopOptions<int> options) : SmallRing(options)
{
    protected override void Ring(Doorbell bell, int key)
    {
        base.Ring(bell, key);
        base.Ring(bell, key);
    }
}
