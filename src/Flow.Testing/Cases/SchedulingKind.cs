namespace Flow.Testing;

/// <summary>How a simulation chooses who goes next.</summary>
public enum SchedulingKind
{
    /// <summary>Any of those that can run.</summary>
    Random,

    /// <summary>The plain order, but for a few decisions.</summary>
    Pct,

    /// <summary>Each in its turn.</summary>
    RoundRobin,

    /// <summary>What a schedule says, and else the plain order.</summary>
    Replay,
}
