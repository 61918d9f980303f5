using Flow.Testing;

namespace Flow.Zoo.Hops;

/// <summary>A right ring for one writer and one reader: an array, and a pair of positions that each side moves without a lock.</summary>
internal class SmallRing(HopOptions<int> options) : SmallHop(options)
{
    private readonly int[] _slots = new int[options.Capacity];
    private long _head;
    private long _tail;

    public override int Count => (int)Math.Max(0, Tail - Head);

    public override long Room => Bound - Count;

    /// <summary>Position of the next item to be read.</summary>
    protected long Head
    {
        get
        {
            Interleaving.Point();
            return Volatile.Read(ref _head);
        }
    }

    /// <summary>Position of the next item to be written.</summary>
    protected long Tail
    {
        get
        {
            Interleaving.Point();
            return Volatile.Read(ref _tail);
        }
    }

    protected override long Accepted => Tail;

    protected override long Occupancy => Count;

    protected virtual int Bound => Options.Capacity;

    public override bool TryWrite(int item)
    {
        if (!CanAccept()) return false;
        var tail = Tail;
        if (tail - Head >= Bound) return false;
        Put(tail, item);
        WakeReader();
        if (IsAbandoned) OnOvertaken();
        return true;
    }

    public override bool TryPeek(out int item)
    {
        var head = Head;
        var some = Tail > head;
        item = some ? Slot(head) : 0;
        return some;
    }

    // ---- steps ----

    protected virtual bool CanAccept() => IsOpen;

    /// <summary>Stores an item, and shows it to the reader.</summary>
    protected virtual void Put(long tail, int item)
    {
        Slot(tail) = item;
        Publish(ref _tail, tail + 1);
    }

    /// <summary>Copies items out, the oldest first, around the end of the array.</summary>
    protected virtual void Copy(long head, Span<int> destination)
    {
        for (var i = 0; i < destination.Length; i++) destination[i] = Slot(head + i);
    }

    /// <summary>The head when so many items have been copied out.</summary>
    protected virtual long After(long head, int count) => head + count;

    /// <summary>Gives slots back, and tells a writer that waits for them.</summary>
    protected virtual void Leave(long head)
    {
        PublishHead(head);
        WakeWriter();
    }

    /// <summary>A write went in while the reader abandoned the hop.</summary>
    protected virtual void OnOvertaken() => ReleaseLeftovers();

    /// <summary>Makes the item at the head the caller's: the reader that has gone and a late writer both release.</summary>
    protected virtual bool TryClaim(long head)
    {
        Interleaving.Point();
        return Interlocked.CompareExchange(ref _head, head + 1, head) == head;
    }

    protected void PublishHead(long head) => Publish(ref _head, head);

    protected void PublishTail(long tail) => Publish(ref _tail, tail);

    protected ref int Slot(long position)
    {
        Interleaving.Point();
        return ref _slots[position % _slots.Length];
    }

    protected override int Take(Span<int> destination)
    {
        var head = Head;
        var count = (int)Math.Min(destination.Length, Tail - head);
        if (count == 0) return 0;
        Copy(head, destination[..count]);
        Leave(After(head, count));
        return count;
    }

    protected override void ReleaseLeftovers()
    {
        while (Head is var head && head < Tail)
        {
            // Looked at first: once it is claimed its slot may be written.
            var item = Slot(head);
            if (TryClaim(head)) Release(item, ReleaseReason.Abandoned);
        }
    }

    // A full fence after it: the look whether the other side waits must not come first.
    private static void Publish(ref long position, long value)
    {
        Interleaving.Point();
        Interlocked.Exchange(ref position, value);
    }
}
