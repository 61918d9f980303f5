using Flow.Testing;

namespace Flow.Zoo.Hops;

/// <summary>A right hop behind one lock, which knows weights and lets items fall where it is told to.</summary>
internal class SmallQueue(HopOptions<int> options) : SmallHop(options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(int Item, int Weight)> _items = [];
    private long _weight;
    private long _accepted;

    public override int Count => Locked(() => _items.Count);

    public override long Room => Locked(() => RoomNow);

    protected override long Accepted => Locked(() => _accepted);

    protected override long Occupancy => Locked(() => _weight);

    private long RoomNow => _items.Count >= MaxItems ? 0 : Math.Max(0, Options.Capacity - _weight);

    private int MaxItems => Options.Weigh is null ? Options.Capacity : Options.MaxItems;

    public override bool TryWrite(int item)
    {
        var weight = Options.Weigh?.Invoke(item) ?? 1;
        var fallen = new List<int>();
        var accepted = Locked(() => TryPut(item, weight, fallen));
        if (accepted) WakeReader();
        foreach (var one in fallen) Drop(one);
        return accepted;
    }

    public override bool TryPeek(out int item)
    {
        var first = Locked(() => _items.First);
        item = first?.Value.Item ?? 0;
        return first is not null;
    }

    // ---- steps; those that are not said to be elsewhere are under the lock ----

    /// <summary>The room an item needs: 1 if it weighs nothing, all there is if it is heavier than the bound.</summary>
    protected virtual int Wanted(int weight) => Math.Clamp(weight, 1, Options.Capacity);

    /// <summary>An item has left, and what it weighed with it.</summary>
    protected virtual void GiveBack(int weight) => _weight -= weight;

    /// <summary>Which of the items inside falls.</summary>
    protected virtual LinkedListNode<(int Item, int Weight)> Falling(LinkedList<(int Item, int Weight)> items) =>
        Options.FullMode == HopFullMode.DropOldest ? items.First! : items.Last!;

    /// <summary>Counts an item that fell, and releases it; not under the lock.</summary>
    protected virtual void Drop(int item) => Release(item, ReleaseReason.Dropped);

    protected override bool? WriterNews() => base.WriterNews() ?? (Options.FullMode == HopFullMode.Wait ? null : true);

    protected override int Take(Span<int> destination)
    {
        var taken = 0;
        while (taken < destination.Length && Locked(() => Remove(_items.First)) is { } item) destination[taken++] = item;
        if (taken > 0) WakeWriter();
        return taken;
    }

    protected override void ReleaseLeftovers()
    {
        while (Locked(() => Remove(_items.First)) is { } item) Release(item, ReleaseReason.Abandoned);
    }

    private bool TryPut(int item, int weight, List<int> fallen)
    {
        if (!IsOpen) return false;
        while (RoomNow < Wanted(weight))
        {
            switch (Options.FullMode)
            {
                case HopFullMode.Wait:
                    RoomWanted = Wanted(weight);
                    return false;
                case HopFullMode.DropWrite:
                    _accepted++;
                    fallen.Add(item);
                    return true;
                default:
                    fallen.Add(Remove(Falling(_items))!.Value);
                    break;
            }
        }

        _items.AddLast((item, weight));
        _weight += weight;
        _accepted++;
        RoomWanted = 1;
        return true;
    }

    private int? Remove(LinkedListNode<(int Item, int Weight)>? node)
    {
        if (node is null) return null;
        _items.Remove(node);
        GiveBack(node.Value.Weight);
        return node.Value.Item;
    }

    // Nothing interleaves while the lock is held.
    private T Locked<T>(Func<T> step)
    {
        Interleaving.Point();
        lock (_lock) return step();
    }
}
