namespace Flow.Zoo.Hops.Broken;

/// <summary>A cancelled wait stays announced: the next one finds its place taken.</summary>
internal sealed class LeavesWaiter(HopOptions<int> options) : SmallRing(options)
{
    protected override bool TryForget(Waiting waiting, Action wake) => true;
}
