namespace Flow.Testing;

/// <summary>What came of running something.</summary>
/// <param name="Failure">What it ended with instead of its end.</param>
/// <param name="Simulation">What simulated it, if anything.</param>
internal readonly record struct Ran(Exception? Failure, SimulationScheduler? Simulation = null);
