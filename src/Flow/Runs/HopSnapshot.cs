namespace Flow;

/// <summary>A hop of a run, at one moment.</summary>
/// <param name="From">The path of the stage that writes it; none for a run's input.</param>
/// <param name="To">The path of the stage that reads it; none for a run's output.</param>
/// <param name="Reading">What it has counted.</param>
public sealed record HopSnapshot(string? From, string? To, HopReading Reading);
