using System.Numerics;
using System.Runtime.CompilerServices;

namespace Flow;

/// <summary>
/// Part of a ring's slots. A ring begins small; when its segment is full and its bound is not reached the writer links a larger
/// one and goes on there, and the reader follows once it has emptied the old one.
/// </summary>
internal sealed class RingSegment<T>
{
    // A power of two of them, so that a position's slot is its low bits.
    private readonly T[] _slots;
    private readonly int[]? _weights;

    public RingSegment(long first, int slots, bool weighted)
    {
        First = first;
        _slots = new T[BitOperations.RoundUpToPowerOf2((uint)slots)];
        _weights = weighted ? new int[_slots.Length] : null;
    }

    /// <summary>Position of the first item written here.</summary>
    public long First { get; }

    public int Slots => _slots.Length;

    /// <summary>Where the writer went on; published before the tail that lies in it.</summary>
    public RingSegment<T>? Next;

    /// <summary>The item at a position.</summary>
    public ref T this[long position] => ref _slots[SlotOf(position)];

    /// <summary>What the item at a position weighed when it was taken in.</summary>
    public ref int WeightAt(long position) => ref _weights![SlotOf(position)];

    /// <summary>How many slots are free from a position on, when all before <paramref name="head"/> have been read.</summary>
    public long FreeAt(long position, long head) => _slots.Length - (position - Math.Max(head, First));

    /// <summary>The slots from a position on, up to <paramref name="most"/> of them, and not beyond the end of the array.</summary>
    public Span<T> Run(long position, long most)
    {
        var slot = SlotOf(position);
        return _slots.AsSpan(slot, (int)Math.Min(most, _slots.Length - slot));
    }

    public void Put(long position, ReadOnlySpan<T> items)
    {
        var slot = SlotOf(position);
        var untilEnd = Math.Min(items.Length, _slots.Length - slot);
        items[..untilEnd].CopyTo(_slots.AsSpan(slot));
        items[untilEnd..].CopyTo(_slots);
    }

    /// <summary>Takes an item. Its slot is cleared, so that the hop keeps nothing alive.</summary>
    public T Take(long position)
    {
        ref var slot = ref this[position];
        var item = slot;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) slot = default!;
        return item;
    }

    public void Take(long position, Span<T> destination)
    {
        var slot = SlotOf(position);
        var untilEnd = Math.Min(destination.Length, _slots.Length - slot);
        TakeRun(slot, destination[..untilEnd]);
        TakeRun(0, destination[untilEnd..]);
    }

    /// <summary>Clears slots that lie side by side, so that the hop keeps nothing alive.</summary>
    public void Clear(long position, int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Run(position, count).Clear();
    }

    /// <summary>What <paramref name="count"/> items from a position on weighed together.</summary>
    public long Weight(long position, int count)
    {
        long weight = 0;
        for (var i = 0; i < count; i++) weight += WeightAt(position + i);
        return weight;
    }

    private void TakeRun(int slot, Span<T> destination)
    {
        var run = _slots.AsSpan(slot, destination.Length);
        run.CopyTo(destination);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) run.Clear();
    }

    private int SlotOf(long position) => (int)position & (_slots.Length - 1);
}
