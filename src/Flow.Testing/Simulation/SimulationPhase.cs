namespace Flow.Testing;

/// <summary>Where a simulation is.</summary>
internal enum SimulationPhase
{
    /// <summary>It has not started.</summary>
    Made,

    /// <summary>It runs what is ready.</summary>
    Running,

    /// <summary>The work is done: strands that were interrupted go on to the end of their call, and nothing else runs.</summary>
    Finishing,

    /// <summary>It has failed: strands that were interrupted leave their call.</summary>
    Unwinding,

    /// <summary>It has ended: what was part of it is like anything else.</summary>
    Over,
}
