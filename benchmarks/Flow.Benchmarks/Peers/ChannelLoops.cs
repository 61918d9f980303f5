using System.Threading.Channels;
using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Peers;

/// <summary>The ends of a haul as a user of channels writes them: waiting only where they must.</summary>
internal static class ChannelLoops<TKind>
    where TKind : struct, IChannelKind
{
    public static async Task WriteAllAsync<T>(Haul<T> haul, ChannelWriter<T> output)
        where T : unmanaged
    {
        for (long number = 0; number < haul.Items; number++)
        {
            var item = Item.Of<T>(number);
            while (!output.TryWrite(item)) await output.WaitToWriteAsync();
        }

        output.Complete();
    }

    public static async Task ReadAllAsync<T>(Haul<T> haul, ChannelReader<T> input)
        where T : unmanaged
    {
        while (await input.WaitToReadAsync())
        {
            while (input.TryRead(out var item)) haul.Arrivals.Add(item);
        }
    }
}
