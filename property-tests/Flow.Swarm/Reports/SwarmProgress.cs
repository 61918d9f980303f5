namespace Flow.Swarm.Reports;

/// <summary>How far a swarm has come.</summary>
/// <param name="Runs">Runs that have ended.</param>
/// <param name="Failed">Those of them that broke a law.</param>
/// <param name="Simulated">How long all of them lasted, in their own time.</param>
internal readonly record struct SwarmProgress(int Runs, int Failed, TimeSpan Simulated);
