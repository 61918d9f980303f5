using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;

namespace Flow.Benchmarks.Idle;

/// <summary>The live bytes of a hop that was made and not used, and of what might stand in its place.</summary>
internal static class IdleHops
{
    private const int Made = 10_000;

    private static readonly int[] Capacities = [16, 1024, 65_536];

    public static IReadOnlyList<HopFigures> MeasureAll() =>
    [
        .. Capacities.Select(capacity => Measure("flow", capacity, () => Hop<long>.Create(new HopOptions<long>(capacity)))),
        .. Capacities.Select(capacity => Measure("channel", capacity, () => Channel.CreateBounded<long>(
            new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true }))),
        .. Capacities.Select(capacity => Measure("dataflow", capacity, () => new BufferBlock<long>(
            new DataflowBlockOptions { BoundedCapacity = capacity }))),
    ];

    private static HopFigures Measure(string variant, int capacity, Func<object> create)
    {
        // The first of its kind makes what all share.
        create();
        var hops = new object[Made];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Made; i++) hops[i] = create();
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(hops);
        return new HopFigures(variant, capacity, (double)bytes / Made);
    }
}
