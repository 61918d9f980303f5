namespace Flow.Properties.DataPath;

/// <summary>All that varies when two hosts and their apps are held to a law.</summary>
internal sealed record PathCase
{
    public required int Seed { get; init; }

    public required int Connections { get; init; }

    public required PathBounds A { get; init; }

    public required PathBounds B { get; init; }

    public required int WireFrames { get; init; }

    public required int AppBufferBytes { get; init; }

    public required int Mtu { get; init; }

    public required bool SuperFrames { get; init; }

    /// <summary>What the wire does to frames; a perfect one has nothing in it at all.</summary>
    public required PathWeather? Weather { get; init; }

    public required PathTraffic There { get; init; }

    public required PathTraffic Back { get; init; }

    /// <summary>After how many turns of the scheduler somebody interferes, where somebody does.</summary>
    public required int InterferesAfterTurns { get; init; }

    /// <summary>And how much virtual time after that.</summary>
    public required TimeSpan InterferesAfter { get; init; }

    public override string ToString() =>
        $"seed {Seed}: {Connections} connections; a {A}; b {B}; wire of {WireFrames} frames, apps' buffers of {AppBufferBytes} bytes, " +
        $"MTU {Mtu}{(SuperFrames ? " with super-frames" : "")}; weather: {Weather?.ToString() ?? "none"}; there {There}; back {Back}; " +
        $"interference after {InterferesAfterTurns} turns and {InterferesAfter.TotalMilliseconds} ms";
}
