namespace Flow.Zoo.Hops.Broken;

/// <summary>It says of what its reader has left that it was dropped.</summary>
internal sealed class ReleasesForAnotherReason(HopOptions<int> options) : SmallRing(options)
{
    protected override void Release(int item, ReleaseReason reason) => base.Release(item, ReleaseReason.Dropped);
}
