namespace Flow.Testing;

/// <summary>
/// Points where another strand may go on, for code that strands share without waiting for each other: each look at what another changes,
/// and each change that another looks at, has one before it. Outside of a simulation they do nothing.
/// </summary>
/// <remarks>They are for a simulation with <see cref="SimulationOptions.InsideHops"/>.</remarks>
public static class Interleaving
{
    /// <summary>Another strand may go on here, before the caller does.</summary>
    public static void Point() => SimulationScheduler.Running?.Point();

    /// <summary>One turn of a loop that waits until another strand has done something: in a simulation, another goes on.</summary>
    public static void Spin()
    {
        if (SimulationScheduler.Running is { } simulation) simulation.Yield();
        else Thread.Yield();
    }

    /// <summary>Enters a lock in which there are points. In a simulation, whoever holds it goes on meanwhile.</summary>
    public static Lock.Scope Enter(Lock gate)
    {
        ISimulation? simulation = SimulationScheduler.Running;
        return simulation.Hold(gate);
    }
}
