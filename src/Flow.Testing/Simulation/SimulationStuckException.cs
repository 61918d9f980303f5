namespace Flow.Testing;

/// <summary>A simulation cannot go on: a deadlock, a loop without end, or work that left the scheduler.</summary>
public sealed class SimulationStuckException(string message) : Exception(message);
