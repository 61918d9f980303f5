namespace Flow.Zoo.Hops.Broken;

/// <summary>It shows the item that came last instead of the one that leaves next.</summary>
internal sealed class PeeksAtNewest(HopOptions<int> options) : SmallRing(options)
{
    public override bool TryPeek(out int item)
    {
        var some = base.TryPeek(out item);
        if (some) item = Slot(Tail - 1);
        return some;
    }
}
