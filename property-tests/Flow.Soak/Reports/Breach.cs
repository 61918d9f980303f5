namespace Flow.Soak.Reports;

/// <summary>Something that was not to be.</summary>
/// <param name="What">In a sentence.</param>
/// <param name="Seed">What draws the run again, where it was a run.</param>
/// <param name="Picture">The run as it was.</param>
internal sealed record Breach(string What, int? Seed, string? Picture);
