using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Ping;

/// <summary>The medians of the rounds.</summary>
/// <param name="Variant">What the item went over.</param>
/// <param name="Rounds">How many rounds there were.</param>
/// <param name="NsPerRoundTrip">Time on the clock, there and back.</param>
/// <param name="CpuNsPerRoundTrip">Time of all processors.</param>
/// <param name="BytesPerRoundTrip">Bytes allocated.</param>
/// <param name="RatioToChannel">Time on the clock as a part of the channels' in the same round.</param>
internal sealed record PingFigures(
    string Variant, int Rounds, double NsPerRoundTrip, double CpuNsPerRoundTrip, double BytesPerRoundTrip, double RatioToChannel)
{
    public static PingFigures Of(string variant, Laps laps, Laps channel) =>
        new(variant, laps.Count, laps.Nanoseconds, laps.ProcessorNanoseconds, laps.Bytes, laps.RatioTo(channel));
}
