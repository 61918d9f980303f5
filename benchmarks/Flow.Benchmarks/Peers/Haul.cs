namespace Flow.Benchmarks.Peers;

/// <summary>What a peer is to do: take items from a source through hops with a function each to a sink, each hop bounded.</summary>
/// <param name="Hops">How many functions an item passes; there is a queue before each, and one before the sink.</param>
/// <param name="Capacity">The bound of each queue.</param>
/// <param name="Items">How many items.</param>
internal sealed record Haul<T>(int Hops, int Capacity, long Items)
    where T : unmanaged
{
    /// <summary>Where the sink puts them.</summary>
    public Arrivals<T> Arrivals { get; } = new(Hops);

    /// <summary>The items, for a source that takes a sequence.</summary>
    public IEnumerable<T> Sequence()
    {
        for (long number = 0; number < Items; number++) yield return Item.Of<T>(number);
    }
}
