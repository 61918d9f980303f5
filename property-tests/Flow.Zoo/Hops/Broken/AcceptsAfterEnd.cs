namespace Flow.Zoo.Hops.Broken;

/// <summary>It takes items after it was completed.</summary>
internal sealed class AcceptsAfterEnd(HopOptions<int> options) : SmallRing(options)
{
    protected override bool CanAccept() => !IsAbandoned;
}
