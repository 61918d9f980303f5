namespace Flow.Testing;

/// <summary>A simulation cannot go on; the message says why, and who was waiting for what.</summary>
/// <param name="end">Why.</param>
/// <param name="message">The report.</param>
public sealed class SimulationException(SimulationEnd end, string message) : Exception(message)
{
    /// <summary>Why it could not go on.</summary>
    public SimulationEnd End { get; } = end;
}
