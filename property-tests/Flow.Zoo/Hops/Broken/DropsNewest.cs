namespace Flow.Zoo.Hops.Broken;

/// <summary>Told to drop the oldest item, it drops the newest.</summary>
internal sealed class DropsNewest(HopOptions<int> options) : SmallQueue(options)
{
    protected override LinkedListNode<(int Item, int Weight)> Falling(LinkedList<(int Item, int Weight)> items) => items.Last!;
}
