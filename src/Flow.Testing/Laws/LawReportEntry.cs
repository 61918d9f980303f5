namespace Flow.Testing;

/// <summary>What became of one law.</summary>
/// <param name="Law">The law.</param>
/// <param name="Cases">In how many cases it held.</param>
/// <param name="Skipped">Why it was not asked, if it was not.</param>
public sealed record LawReportEntry(Law Law, int Cases, string? Skipped)
{
    /// <inheritdoc/>
    public override string ToString() => Skipped is null ? $"  {Law.Name}: held in {Cases} cases" : $"  {Law.Name}: skipped, {Skipped}";
}
