namespace Flow.Swarm.Reports;

/// <summary>What a swarm prints.</summary>
/// <param name="Runs">How many there were.</param>
/// <param name="Failed">Those that broke a law.</param>
/// <param name="Failures">Which, and how.</param>
/// <param name="SimulatedSeconds">How long all of them lasted, in their own time.</param>
/// <param name="Digest">Of every frame on every wire, with its moment, run by run.</param>
internal sealed record SwarmReport(int Runs, int Failed, IReadOnlyList<SwarmFailure> Failures, double SimulatedSeconds, string Digest);
