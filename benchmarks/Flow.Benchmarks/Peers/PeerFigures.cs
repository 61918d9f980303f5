using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Peers;

/// <summary>The medians of what a peer did on a course.</summary>
/// <param name="Variant">The peer.</param>
/// <param name="Hops">How many functions an item passes.</param>
/// <param name="Capacity">The bound of each queue.</param>
/// <param name="Item">What the items are.</param>
/// <param name="Rounds">How many rounds there were.</param>
/// <param name="NsPerItem">Time on the clock for an item, from source to sink.</param>
/// <param name="NsPerHop">The same, by the functions it passes.</param>
/// <param name="CpuNsPerItem">Time of all processors for an item.</param>
/// <param name="BytesPerItem">Bytes allocated for an item, the making of the whole included.</param>
/// <param name="RatioToChannel">Time as a part of the channel idiom's in the same round.</param>
/// <param name="RatioToPlain">Time as a multiple of the plain loop's in the same round.</param>
/// <param name="BatchesPerHop">Batches counted at a hop, on average over the hops; nothing where none are counted.</param>
/// <param name="ItemsPerRound">How many items passed in each round.</param>
internal sealed record PeerFigures(
    string Variant,
    int Hops,
    int Capacity,
    string Item,
    int Rounds,
    double NsPerItem,
    double NsPerHop,
    double CpuNsPerItem,
    double BytesPerItem,
    double RatioToChannel,
    double RatioToPlain,
    double? BatchesPerHop,
    long ItemsPerRound)
{
    public static PeerFigures Of(Runner runner, Laps laps, Laps channel, Laps plain) => new(
        runner.Name,
        runner.Course.Hops,
        runner.Course.Capacity,
        runner.Course.Item.Name,
        laps.Count,
        laps.Nanoseconds,
        laps.Nanoseconds / runner.Course.Hops,
        laps.ProcessorNanoseconds,
        laps.Bytes,
        laps.RatioTo(channel),
        laps.RatioTo(plain),
        runner.Batches,
        runner.Items);
}
