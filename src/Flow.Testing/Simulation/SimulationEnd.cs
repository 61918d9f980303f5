namespace Flow.Testing;

/// <summary>Why a simulation could not go on.</summary>
public enum SimulationEnd
{
    /// <summary>Nothing can run, no timer is set, and the work is not done.</summary>
    Deadlock,

    /// <summary>The work has taken more steps, or more virtual time, than it may.</summary>
    Livelock,

    /// <summary>Something left the simulation, and came back from outside.</summary>
    LeftSimulation,

    /// <summary>A step does not end: its thread is blocked.</summary>
    Blocked,

    /// <summary>A replay did not meet the decisions of the run it repeats.</summary>
    OtherReplay,
}
