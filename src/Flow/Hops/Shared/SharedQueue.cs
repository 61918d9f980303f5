using System.Numerics;

namespace Flow;

/// <summary>Items in a circle that grows with them, and what each weighed when it came in.</summary>
internal sealed class SharedQueue<T>(bool weighted)
{
    private const int FirstSlots = 16;

    // A power of two of them, so that a position's slot is its low bits.
    private T[] _slots = [];
    private int[] _weights = [];
    private int _first;

    public int Count { get; private set; }

    public long Weight { get; private set; }

    public T First => _slots[_first];

    public void Add(T item, int weight)
    {
        if (Count == _slots.Length) Grow();
        var slot = SlotOf(Count);
        _slots[slot] = item;
        if (weighted) _weights[slot] = weight;
        Weight += weight;
        Count++;
    }

    public T RemoveFirst()
    {
        var item = Clear(_first);
        _first = SlotOf(1);
        Count--;
        return item;
    }

    public T RemoveLast()
    {
        var item = Clear(SlotOf(Count - 1));
        Count--;
        return item;
    }

    private T Clear(int slot)
    {
        var item = _slots[slot];
        _slots[slot] = default!;
        Weight -= weighted ? _weights[slot] : 1;
        return item;
    }

    private void Grow()
    {
        var slots = new T[BitOperations.RoundUpToPowerOf2((uint)Math.Max(FirstSlots, Count + 1))];
        var weights = new int[weighted ? slots.Length : 0];
        for (var i = 0; i < Count; i++)
        {
            slots[i] = _slots[SlotOf(i)];
            if (weighted) weights[i] = _weights[SlotOf(i)];
        }

        (_slots, _weights, _first) = (slots, weights, 0);
    }

    private int SlotOf(int index) => (_first + index) & (_slots.Length - 1);
}
