namespace Flow.Zoo.Hops.Broken;

/// <summary>What is left when the reader goes is never released.</summary>
internal sealed class KeepsLeftovers(HopOptions<int> options) : SmallRing(options)
{
    protected override void ReleaseLeftovers()
    {
    }
}
