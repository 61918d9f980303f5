namespace Flow.Swarm.Laws;

/// <summary>What every run is held to.</summary>
internal enum SwarmLaw
{
    /// <summary>What one app writes the other reads, exactly, in order and once; of a connection that fails by a fault, a prefix.</summary>
    Delivery,

    /// <summary>No hop is ever above its bound.</summary>
    Bound,

    /// <summary>The right edge of a window never moves left.</summary>
    Window,

    /// <summary>When the faults have stopped, transfers finish; nothing waits for ever, or goes round for ever.</summary>
    Progress,

    /// <summary>Every buffer comes home, and every hop's items are accounted for.</summary>
    Conservation,

    /// <summary>No connection, timer or failed host is left.</summary>
    Termination,

    /// <summary>Nothing throws but what is said to.</summary>
    Soundness,
}
