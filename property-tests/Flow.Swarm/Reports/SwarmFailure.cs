namespace Flow.Swarm.Reports;

/// <summary>A run that broke a law.</summary>
/// <param name="Seed">What draws it again.</param>
/// <param name="Law">Which law.</param>
/// <param name="Sentence">What happened.</param>
internal sealed record SwarmFailure(ulong Seed, string Law, string Sentence)
{
    public static SwarmFailure Of(RunResult result) => new(result.Seed, result.Breach!.Law.ToString(), result.Breach.Message);
}
