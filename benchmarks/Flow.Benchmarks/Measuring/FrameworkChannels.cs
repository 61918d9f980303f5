using System.Threading.Channels;

namespace Flow.Benchmarks.Measuring;

/// <summary>The framework's bounded channel.</summary>
internal readonly struct FrameworkChannels : IChannelKind
{
    public static Channel<T> Create<T>(int capacity, bool singleWriter = true, bool singleReader = true) =>
        Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleWriter = singleWriter, SingleReader = singleReader });
}
