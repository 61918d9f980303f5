using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Shared;

/// <summary>The medians of the rounds.</summary>
/// <param name="Variant">What the items went through.</param>
/// <param name="Writers">How many wrote.</param>
/// <param name="Readers">How many read.</param>
/// <param name="Rounds">How many rounds there were.</param>
/// <param name="NsPerItem">Time on the clock.</param>
/// <param name="CpuNsPerItem">Time of all processors.</param>
/// <param name="BytesPerItem">Bytes allocated.</param>
/// <param name="RatioToChannel">Time on the clock as a part of the channel's in the same round.</param>
internal sealed record SharedFigures(
    string Variant, int Writers, int Readers, int Rounds, double NsPerItem, double CpuNsPerItem, double BytesPerItem, double RatioToChannel)
{
    public static SharedFigures Of(string variant, Crowd crowd, Laps laps, Laps channel) => new(
        variant, crowd.Writers, crowd.Readers, laps.Count, laps.Nanoseconds, laps.ProcessorNanoseconds, laps.Bytes, laps.RatioTo(channel));
}
