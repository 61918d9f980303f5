using System.Threading.Channels;

namespace Flow.Benchmarks.Measuring;

/// <summary>Hops.</summary>
internal readonly struct FlowHops : IChannelKind
{
    public static Channel<T> Create<T>(int capacity, bool singleWriter = true, bool singleReader = true) =>
        Hop<T>.Create(new HopOptions<T>(capacity) { SingleWriter = singleWriter, SingleReader = singleReader });
}
