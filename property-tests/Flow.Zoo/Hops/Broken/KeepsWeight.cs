namespace Flow.Zoo.Hops.Broken;

/// <summary>What an item weighed stays when the item has left.</summary>
internal sealed class KeepsWeight(HopOptions<int> options) : SmallQueue(options)
{
    protected override void GiveBack(int weight)
    {
    }
}
