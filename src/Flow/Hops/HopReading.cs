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
/// <param name="Name">The hop's name.</param>
/// <param name="Unit">What <paramref name="Capacity"/>, <paramref name="Occupancy"/> and <paramref name="Peak"/> are in.</param>
/// <param name="Capacity">Its bound.</param>
/// <param name="Occupancy">What it holds.</param>
/// <param name="Peak">The most its reader ever found in it.</param>
/// <param name="Items">Items it accepted.</param>
/// <param name="Delivered">Items its reader took.</param>
/// <param name="Batches">How many times its reader found something new.</param>
/// <param name="Dropped">Items released because a full hop let them fall.</param>
/// <param name="Abandoned">Items released because the reader had gone.</param>
/// <param name="Cancelled">Items released because the run was stopped.</param>
/// <param name="Faulted">Items released because a stage faulted.</param>
/// <param name="Blocked">How long its writer waited for room.</param>
/// <param name="Starved">How long its reader waited for items.</param>
public sealed record HopReading(
    string Name,
    HopUnit Unit,
    long Capacity,
    long Occupancy,
    long Peak,
    long Items,
    long Delivered,
    long Batches,
    long Dropped,
    long Abandoned,
    long Cancelled,
    long Faulted,
    TimeSpan Blocked,
    TimeSpan Starved)
{
    /// <summary>Items accepted and never to be delivered, for whatever reason.</summary>
    public long Released => Dropped + Abandoned + Cancelled + Faulted;

    /// <summary>Items in the hop, whatever its bound counts.</summary>
    public long Held => Items - Delivered - Released;
}
