using System.Threading.Channels;
using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Peers;

internal static class BoundedChannels
{
    /// <summary>A channel before each stage, and one before the sink.</summary>
    public static Channel<T>[] Create<T>(Haul<T> haul)
        where T : unmanaged
    {
        return [.. Enumerable.Range(0, haul.Hops + 1).Select(_ => FrameworkChannels.Create<T>(haul.Capacity))];
    }
}
