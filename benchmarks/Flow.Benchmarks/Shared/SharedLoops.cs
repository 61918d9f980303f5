using System.Threading.Channels;
using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Shared;

/// <summary>Loops of several writers and readers at one channel, of which a hop is one; what arrives is counted and added up.</summary>
internal sealed class SharedLoops<TKind>(string name, Crowd crowd) : IContestant
    where TKind : struct, IChannelKind
{
    private const int Capacity = 1024;

    public string Name => name;

    public async Task RunAsync(long count)
    {
        var channel = TKind.Create<long>(Capacity, crowd.Writers == 1, crowd.Readers == 1);
        var each = (count + crowd.Writers - 1) / crowd.Writers;
        var writing = Enumerable.Range(0, crowd.Writers).Select(_ => Task.Run(() => WriteAllAsync(channel.Writer, each))).ToArray();
        var reading = Enumerable.Range(0, crowd.Readers).Select(_ => Task.Run(() => ReadAllAsync(channel.Reader))).ToArray();
        await Task.WhenAll(writing);
        channel.Writer.Complete();
        var sums = await Task.WhenAll(reading);
        if (sums.Sum() != crowd.Writers * (each * (each - 1) / 2)) throw new IOException($"Items of {name} were lost, or came twice.");
    }

    private static async Task WriteAllAsync(ChannelWriter<long> writer, long count)
    {
        for (long number = 0; number < count; number++)
        {
            while (!writer.TryWrite(number)) await writer.WaitToWriteAsync();
        }
    }

    private static async Task<long> ReadAllAsync(ChannelReader<long> reader)
    {
        long sum = 0;
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var item)) sum += item;
        }

        return sum;
    }
}
