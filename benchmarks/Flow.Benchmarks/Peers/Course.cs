namespace Flow.Benchmarks.Peers;

/// <summary>What is the same for all peers of a heat.</summary>
/// <param name="Hops">How many functions an item passes.</param>
/// <param name="Capacity">The bound of each queue.</param>
/// <param name="Item">What the items are.</param>
internal sealed record Course(int Hops, int Capacity, ItemKind Item);
