namespace Flow.Adapters;

/// <summary>The room at one end of a pipeline that is a block: half of it is a buffer block, and half the hop that joins that to the pipeline.</summary>
/// <remarks>In a hop of one item, however large the block beside it is, the two sides of it would wait for each other at every item.</remarks>
internal readonly record struct BlockRoom(int BoundedCapacity)
{
    public int OfBlock => (BoundedCapacity + 1) / 2;

    /// <summary>At least one: there is a hop in any case.</summary>
    public int OfHop => Math.Max(1, BoundedCapacity / 2);
}
