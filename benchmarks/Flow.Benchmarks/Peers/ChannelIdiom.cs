using System.Threading.Channels;
using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Peers;

/// <summary>Bounded channels, and a task for each stage that waits only where it must.</summary>
internal sealed class ChannelIdiom : IPeer
{
    public string Name => "channel";

    public async Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged
    {
        var channels = BoundedChannels.Create(haul);
        var stages = Enumerable.Range(0, haul.Hops)
            .Select(hop => Task.Run(() => StageAsync(channels[hop].Reader, channels[hop + 1].Writer, Increment<T>.One)));
        await Task.WhenAll([
            .. stages,
            Task.Run(() => ChannelLoops<FrameworkChannels>.WriteAllAsync(haul, channels[0].Writer)),
            Task.Run(() => ChannelLoops<FrameworkChannels>.ReadAllAsync(haul, channels[^1].Reader))]);
        return null;
    }

    private static async Task StageAsync<T>(ChannelReader<T> input, ChannelWriter<T> output, Func<T, T> function)
    {
        while (await input.WaitToReadAsync())
        {
            while (input.TryRead(out var item))
            {
                item = function(item);
                while (!output.TryWrite(item)) await output.WaitToWriteAsync();
            }
        }

        output.Complete();
    }
}
