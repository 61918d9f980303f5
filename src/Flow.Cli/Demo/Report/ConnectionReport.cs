namespace Flow.Cli.Demo.Report;

/// <summary>What came of one connection.</summary>
/// <param name="Id">Its number, from 0.</param>
/// <param name="Seconds">From the start to when both ends had all of both ways; null where they never had.</param>
/// <param name="Stalled">Whether app b stopped reading on it for a while.</param>
internal sealed record ConnectionReport(int Id, double? Seconds, bool Stalled);
