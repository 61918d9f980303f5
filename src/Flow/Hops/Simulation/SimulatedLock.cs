namespace Flow;

/// <summary>Enters locks that may be held where another strand goes on.</summary>
internal static class SimulatedLock
{
    /// <summary>Enters a lock. In a simulation, where all threads but one stand still, whoever holds it goes on meanwhile.</summary>
    public static Lock.Scope Hold(this ISimulation? simulation, Lock gate)
    {
        if (simulation is not null)
        {
            simulation.Point();
            while (!gate.TryEnter()) simulation.Yield();
            // Nobody comes between: only a point lets others go on.
            gate.Exit();
        }

        return gate.EnterScope();
    }
}
