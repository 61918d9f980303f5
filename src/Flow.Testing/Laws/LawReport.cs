namespace Flow.Testing;

/// <summary>Which laws a subject was held to, and which are not its laws.</summary>
/// <param name="Subject">What was held to them.</param>
/// <param name="Entries">One for each law.</param>
public sealed record LawReport(string Subject, IReadOnlyList<LawReportEntry> Entries)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', Entries.Select(static entry => entry.ToString()).Prepend(Subject));
}
