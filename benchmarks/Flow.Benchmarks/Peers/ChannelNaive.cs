using System.Threading.Channels;

namespace Flow.Benchmarks.Peers;

/// <summary>Bounded channels in the shortest way to write: <c>await foreach</c> and <c>WriteAsync</c>.</summary>
internal sealed class ChannelNaive : IPeer
{
    public string Name => "channel-naive";

    public async Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged
    {
        var channels = BoundedChannels.Create(haul);
        var stages = Enumerable.Range(0, haul.Hops)
            .Select(hop => Task.Run(() => StageAsync(channels[hop].Reader, channels[hop + 1].Writer, Increment<T>.One)));
        await Task.WhenAll([
            .. stages,
            Task.Run(() => WriteAllAsync(haul, channels[0].Writer)),
            Task.Run(() => ReadAllAsync(haul, channels[^1].Reader))]);
        return null;
    }

    private static async Task WriteAllAsync<T>(Haul<T> haul, ChannelWriter<T> output)
        where T : unmanaged
    {
        for (long number = 0; number < haul.Items; number++) await output.WriteAsync(Item.Of<T>(number));
        output.Complete();
    }

    private static async Task StageAsync<T>(ChannelReader<T> input, ChannelWriter<T> output, Func<T, T> function)
    {
        await foreach (var item in input.ReadAllAsync()) await output.WriteAsync(function(item));
        output.Complete();
    }

    private static async Task ReadAllAsync<T>(Haul<T> haul, ChannelReader<T> input)
        where T : unmanaged
    {
        await foreach (var item in input.ReadAllAsync()) haul.Arrivals.Add(item);
    }
}
