using System.Threading.Channels;

namespace Flow.Benchmarks.Measuring;

/// <summary>Hops.</summary>
internal readonly struct FlowHops : IChannelKind
{
    public static Channel<T> Create<T>(int capacity) => Hop<T>.Create(new HopOptions<T>(capacity));
}
