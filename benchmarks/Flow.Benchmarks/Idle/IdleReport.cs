using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Idle;

/// <summary>What <c>idle --json</c> prints.</summary>
internal sealed record IdleReport(IReadOnlyList<HopFigures> Hops, IReadOnlyList<StartFigures> Starts);

/// <summary>What a hop holds that was made and not used.</summary>
internal sealed record HopFigures(string Variant, int Capacity, double BytesPerHop);

/// <summary>The medians of the rounds.</summary>
/// <param name="Variant">What was started.</param>
/// <param name="Rounds">How many rounds there were.</param>
/// <param name="UsPerRun">Time on the clock from start to completion.</param>
/// <param name="CpuUsPerRun">Time of all processors.</param>
/// <param name="BytesPerRun">Bytes allocated.</param>
/// <param name="RatioToChannel">Time on the clock as a multiple of the channel idiom's in the same round.</param>
internal sealed record StartFigures(
    string Variant, int Rounds, double UsPerRun, double CpuUsPerRun, double BytesPerRun, double RatioToChannel)
{
    public static StartFigures Of(string variant, Laps laps, Laps channel) => new(
        variant, laps.Count, laps.Nanoseconds / 1000, laps.ProcessorNanoseconds / 1000, laps.Bytes, laps.RatioTo(channel));
}
