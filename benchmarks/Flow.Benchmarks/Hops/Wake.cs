using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace Flow.Benchmarks.Hops;

/// <summary>A reader that waits, and the write that ends its wait, with nobody to continue after it.</summary>
[MemoryDiagnoser]
public class Wake
{
    private readonly Hop<long> _hop = Hop<long>.Create(new HopOptions<long>(16));
    private readonly Channel<long> _channel = Channel.CreateBounded<long>(
        new BoundedChannelOptions(16) { SingleReader = true, SingleWriter = true });

    [Benchmark(Baseline = true, Description = "channel")]
    public long ChannelWait() => Pass(_channel);

    [Benchmark(Description = "hop")]
    public long HopWait() => Pass(_hop);

    private static long Pass(Channel<long> channel)
    {
        var wait = channel.Reader.WaitToReadAsync();
        channel.Writer.TryWrite(1);
        return wait.GetAwaiter().GetResult() && channel.Reader.TryRead(out var item) ? item : throw new InvalidOperationException();
    }
}
