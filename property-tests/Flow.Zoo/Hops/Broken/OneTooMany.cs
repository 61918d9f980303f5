namespace Flow.Zoo.Hops.Broken;

/// <summary>It takes one item more than its bound.</summary>
internal sealed class OneTooMany(HopOptions<int> options) : SmallRing(options)
{
    protected override int Bound => base.Bound + 1;
}
