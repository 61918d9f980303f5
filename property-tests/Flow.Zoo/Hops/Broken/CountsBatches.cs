namespace Flow.Zoo.Hops.Broken;

/// <summary>It counts a batch as one item delivered.</summary>
internal sealed class CountsBatches(HopOptions<int> options) : SmallQueue(options)
{
    protected override void CountDelivered(int items) => base.CountDelivered(Math.Min(items, 1));
}
