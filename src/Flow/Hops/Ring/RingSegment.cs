using System.Numerics;

namespace Flow;

/// <summary>
/// Part of a ring's slots. A ring begins small; when its segment is full and its bound is not reached the writer links a larger
/// one and goes on there, and the reader follows once it has emptied the old one.
/// </summary>
internal sealed class RingSegment<T>
{
    public RingSegment(long first, int slots, bool weighted)
    {
        First = first;
        Slots = new T[BitOperations.RoundUpToPowerOf2((uint)slots)];
        Weights = weighted ? new int[Slots.Length] : null;
    }

    /// <summary>Position of the first item written here.</summary>
    public long First { get; }

    public T[] Slots { get; }

    /// <summary>What the item in each slot weighed when it was taken in.</summary>
    public int[]? Weights { get; }

    /// <summary>Where the writer went on; published before the tail that lies in it.</summary>
    public RingSegment<T>? Next;
}
