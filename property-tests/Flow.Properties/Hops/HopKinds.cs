using System.Threading.Channels;
using Flow.Testing;

namespace Flow.Properties.Hops;

/// <summary>The kinds of hop there are.</summary>
internal static class HopKinds
{
    public static HopSubject Ring { get; } = new("the ring", static options => Hop<int>.Create(options));

    public static HopSubject Shared { get; } = new(
        "the shared hop", static options => Hop<int>.Create(options with { SingleWriter = false, SingleReader = false }));

    public static HopSubject Bounded { get; } = StandIn("a bounded channel", static capacity => Channel.CreateBounded<int>(capacity));

    public static HopSubject SingleReader { get; } = StandIn(
        "a bounded channel with one reader and one writer",
        static capacity => Channel.CreateBounded<int>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true }));

    public static IReadOnlyList<HopSubject> All { get; } = [Ring, Shared, Bounded, SingleReader];

    private static HopSubject StandIn(string name, Func<int, Channel<int>> create) =>
        new(name, options => Hop<int>.Create(options with { StandIn = () => create(options.Capacity) })) { BoundsWeight = false };
}
