using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Flow.Benchmarks.Peers;

namespace Flow.Benchmarks.Hops;

/// <summary>One item in and out again, on one thread: what the calls cost by themselves, with nobody waiting.</summary>
[MemoryDiagnoser]
[GenericTypeArguments(typeof(long))]
[GenericTypeArguments(typeof(Block64))]
public class Throughput<T>
    where T : unmanaged
{
    private const int Items = 1024;
    private const int BatchSize = 128;

    private readonly T[] _batch = new T[BatchSize];
    private readonly Hop<T> _hop = Hop<T>.Create(new HopOptions<T>(Items));
    private readonly Channel<T> _channel = Channel.CreateBounded<T>(
        new BoundedChannelOptions(Items) { SingleReader = true, SingleWriter = true });

    [Benchmark(Baseline = true, OperationsPerInvoke = Items, Description = "channel, items")]
    public void ChannelItems() => PassItems(_channel);

    [Benchmark(OperationsPerInvoke = Items, Description = "hop, items")]
    public void HopItems() => PassItems(_hop);

    [Benchmark(OperationsPerInvoke = Items, Description = "hop, spans")]
    public void HopSpans()
    {
        for (var i = 0; i < Items; i += BatchSize) _hop.Writer.TryWrite(_batch);
        for (var i = 0; i < Items; i += BatchSize) _hop.Reader.TryRead(_batch);
    }

    private void PassItems(Channel<T> channel)
    {
        for (var i = 0; i < Items; i++) channel.Writer.TryWrite(_batch[0]);
        for (var i = 0; i < Items; i++) channel.Reader.TryRead(out _);
    }
}
