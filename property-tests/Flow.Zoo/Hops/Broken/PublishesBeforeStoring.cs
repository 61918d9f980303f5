namespace Flow.Zoo.Hops.Broken;

/// <summary>The writer shows an item before it has stored it.</summary>
internal sealed class PublishesBeforeStoring(HopOptions<int> options) : SmallRing(options)
{
    protected override void Put(long tail, int item)
    {
        PublishTail(tail + 1);
        Slot(tail) = item;
    }
}
