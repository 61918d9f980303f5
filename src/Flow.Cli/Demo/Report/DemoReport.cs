using System.Text.Json.Serialization;
using Flow.Cli.Demo.Network;

namespace Flow.Cli.Demo.Report;

/// <summary>What came of a demo, as <c>--json</c> prints it.</summary>
internal sealed record DemoReport
{
    /// <summary>Whether every byte arrived once and in order.</summary>
    public required bool Verified { get; init; }

    /// <summary>What did not, in one sentence.</summary>
    [JsonIgnore]
    public string? Failure { get; init; }

    /// <summary>Both ways and on all connections.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Both ways and on all connections.</summary>
    public required long BytesReceived { get; init; }

    public required double ElapsedSeconds { get; init; }

    public required long PeakBytes { get; init; }

    public required IReadOnlyList<ConnectionReport> PerConnection { get; init; }

    public required IReadOnlyList<HopRow> Hops { get; init; }
}
