namespace Flow;

/// <summary>What a hop's bound counts.</summary>
public enum HopUnit
{
    /// <summary>Items.</summary>
    Items,

    /// <summary>What its <see cref="HopOptions{T}.Weigh"/> says, bytes for example.</summary>
    Weight,
}

/// <summary>What a hop has counted, at one moment.</summary>
public sealed record HopReading
{
    /// <summary>The hop's name.</summary>
    public required string Name { get; init; }

    /// <summary>What <see cref="Capacity"/>, <see cref="Occupancy"/> and <see cref="Peak"/> are in.</summary>
    public HopUnit Unit { get; init; }

    /// <summary>Its bound.</summary>
    public required long Capacity { get; init; }

    /// <summary>What it holds.</summary>
    public long Occupancy { get; init; }

    /// <summary>The most its reader ever found in it.</summary>
    public long Peak { get; init; }

    /// <summary>Items it accepted.</summary>
    public long Items { get; init; }

    /// <summary>Items its reader took.</summary>
    public long Delivered { get; init; }

    /// <summary>How many times its reader found something new.</summary>
    public long Batches { get; init; }

    /// <summary>Items released because a full hop let them fall.</summary>
    public long Dropped { get; init; }

    /// <summary>Items released because the reader had gone.</summary>
    public long Abandoned { get; init; }

    /// <summary>Items released because the run was stopped.</summary>
    public long Cancelled { get; init; }

    /// <summary>Items released because a stage faulted.</summary>
    public long Faulted { get; init; }

    /// <summary>How long its writer waited for room.</summary>
    public TimeSpan Blocked { get; init; }

    /// <summary>How long its reader waited for items.</summary>
    public TimeSpan Starved { get; init; }

    /// <summary>Items accepted and never to be delivered, for whatever reason.</summary>
    public long Released => Dropped + Abandoned + Cancelled + Faulted;

    /// <summary>Items in the hop, whatever its bound counts.</summary>
    public long Held => Items - Delivered - Released;
}
