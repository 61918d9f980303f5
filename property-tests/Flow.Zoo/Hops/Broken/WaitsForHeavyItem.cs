namespace Flow.Zoo.Hops.Broken;

/// <summary>An item heavier than the bound waits for room that there will never be.</summary>
internal sealed class WaitsForHeavyItem(HopOptions<int> options) : SmallQueue(options)
{
    protected override int Wanted(int weight) => Math.Max(weight, 1);
}
