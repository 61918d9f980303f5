namespace Flow.DataPath;

/// <summary>Readings of one kind of hop, over all connections a host has had: counts are added, bounds and peaks are the largest.</summary>
internal sealed class HopTotal(HopReading none)
{
    private HopReading _ended = none;

    /// <summary>Adds what a connection that has ended counted last.</summary>
    public void AddEnded(HopReading reading) => _ended = Sum(_ended, reading with { Occupancy = 0 });

    /// <summary>The total, with the connections that are open.</summary>
    public HopReading With(IEnumerable<HopReading> open) => open.Aggregate(_ended, Sum);

    private static HopReading Sum(HopReading left, HopReading right) => left with
    {
        Capacity = Math.Max(left.Capacity, right.Capacity),
        Occupancy = left.Occupancy + right.Occupancy,
        Peak = Math.Max(left.Peak, right.Peak),
        Items = left.Items + right.Items,
        Delivered = left.Delivered + right.Delivered,
        Batches = left.Batches + right.Batches,
        Dropped = left.Dropped + right.Dropped,
        Abandoned = left.Abandoned + right.Abandoned,
        Cancelled = left.Cancelled + right.Cancelled,
        Faulted = left.Faulted + right.Faulted,
        Blocked = left.Blocked + right.Blocked,
        Starved = left.Starved + right.Starved,
    };
}
