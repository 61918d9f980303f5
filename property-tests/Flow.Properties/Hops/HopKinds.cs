using System.Threading.Channels;
using Flow.Testing;

namespace Flow.Properties.Hops;

/// <summary>The kinds of hop there are.</summary>
internal static class HopKinds
{
    public static HopSubject Ring { get; } = new("the ring", static options => Hop<int>.Create(options));

    public static HopSubject Shared { get; } = new(
        "the shared hop", static options => Hop<int>.Create(options with { SingleWriter = false, SingleReader = false }))
    {
        Capabilities = (HopCapabilities.OfHop | HopCapabilities.ManyWriters | HopCapabilities.ManyReaders) & ~HopCapabilities.SingleWait,
    };

    public static HopSubject ManyWriters { get; } = new("a hop that many write", static options => Hop<int>.Create(options with { SingleWriter = false }))
    {
        Capabilities = (HopCapabilities.OfHop | HopCapabilities.ManyWriters) & ~HopCapabilities.SingleWait,
    };

    public static HopSubject ManyReaders { get; } = new("a hop that many read", static options => Hop<int>.Create(options with { SingleReader = false }))
    {
        Capabilities = (HopCapabilities.OfHop | HopCapabilities.ManyReaders) & ~HopCapabilities.SingleWait,
    };

    public static HopSubject DropNewest { get; } = Lossy("a hop that drops the newest", HopFullMode.DropNewest);

    public static HopSubject DropOldest { get; } = Lossy("a hop that drops the oldest", HopFullMode.DropOldest);

    public static HopSubject DropWrite { get; } = Lossy("a hop that drops what is written", HopFullMode.DropWrite);

    public static HopSubject Bounded { get; } = StandIn("a bounded channel", static capacity => Channel.CreateBounded<int>(capacity));

    public static HopSubject SingleReader { get; } = StandIn(
        "a bounded channel with one reader and one writer",
        static capacity => Channel.CreateBounded<int>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true }));

    public static IReadOnlyList<HopSubject> All { get; } =
        [Ring, Shared, ManyWriters, ManyReaders, DropNewest, DropOldest, DropWrite, Bounded, SingleReader];

    private static HopSubject Lossy(string name, HopFullMode mode) =>
        new(name, static options => Hop<int>.Create(options)) { FullMode = mode, Capabilities = HopCapabilities.OfHop & ~HopCapabilities.SingleWait };

    private static HopSubject StandIn(string name, Func<int, Channel<int>> create) =>
        new(name, options => Hop<int>.Create(options with { StandIn = () => create(options.Capacity) }))
        {
            Capabilities = HopCapabilities.OfHop & ~(HopCapabilities.Weighed | HopCapabilities.ForgetsWaits),
        };
}
