using Flow.Swarm.Laws;

namespace Flow.Swarm;

/// <summary>What came of a run.</summary>
/// <param name="Seed">What draws it again.</param>
/// <param name="Breach">The first law it broke, if any.</param>
/// <param name="Time">How long it lasted, in its own time.</param>
/// <param name="Digest">Of every frame on every wire, with its moment.</param>
/// <param name="Frames">How many those are.</param>
/// <param name="Steps">Continuations that have run.</param>
internal sealed record RunResult(ulong Seed, BreachException? Breach, TimeSpan Time, UInt128 Digest, long Frames, int Steps);
