using System.Threading.Channels;

namespace Flow.Benchmarks.Peers;

internal static class BoundedChannels
{
    /// <summary>A channel before each stage, and one before the sink.</summary>
    public static Channel<T>[] Create<T>(Haul<T> haul)
        where T : unmanaged
    {
        var options = new BoundedChannelOptions(haul.Capacity) { SingleReader = true, SingleWriter = true };
        return [.. Enumerable.Range(0, haul.Hops + 1).Select(_ => Channel.CreateBounded<T>(options))];
    }
}
