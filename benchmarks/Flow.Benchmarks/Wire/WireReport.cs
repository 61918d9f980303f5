namespace Flow.Benchmarks.Wire;

/// <summary>What <c>wire --json</c> prints.</summary>
internal sealed record WireReport(long Size, int Mtu, IReadOnlyList<WireFigures> Rounds, WireFigures Medians);
