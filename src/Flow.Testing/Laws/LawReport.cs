namespace Flow.Testing;

/// <summary>Which laws a subject was held to, and which are not its laws.</summary>
/// <param name="Subject">What was held to them.</param>
/// <param name="Entries">One for each law.</param>
public sealed record LawReport(string Subject, IReadOnlyList<LawReportEntry> Entries)
{
    /// <summary>
    /// Where <c>FLOW_SEED</c> says what is drawn: a digest of all simulated cases, of what happened in each step by step, and of every decision of
    /// its schedule. The same seed, the same digest.
    /// </summary>
    public string? Digest { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', Entries.Select(static entry => entry.ToString()).Prepend(Subject));
}
