using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Wire;

/// <summary>The figures of a round, or their medians.</summary>
/// <param name="Raw">GB/s each way over AF_UNIX when nobody looks at the bytes.</param>
/// <param name="Apps">GB/s each way between the apps of the demo with nothing between them.</param>
/// <param name="Hosts">GB/s each way of the demo: the same apps, each on a host of its own.</param>
/// <param name="OfRaw">Hosts as a part of raw.</param>
/// <param name="OfApps">Hosts as a part of apps.</param>
internal sealed record WireFigures(double Raw, double Apps, double Hosts, double OfRaw, double OfApps)
{
    public static WireFigures Of(double raw, double apps, double hosts) => new(raw, apps, hosts, hosts / raw, hosts / apps);

    /// <summary>
    /// The median of each figure by itself: a slow moment slows both sides of its round's ratio, so that ratios stay steadier
    /// than rates.
    /// </summary>
    public static WireFigures MediansOf(IReadOnlyCollection<WireFigures> rounds) => new(
        Median.Of(rounds.Select(round => round.Raw)),
        Median.Of(rounds.Select(round => round.Apps)),
        Median.Of(rounds.Select(round => round.Hosts)),
        Median.Of(rounds.Select(round => round.OfRaw)),
        Median.Of(rounds.Select(round => round.OfApps)));
}
