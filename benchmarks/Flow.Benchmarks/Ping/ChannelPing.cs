using System.Threading.Channels;
using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Ping;

/// <summary>Two parties on the pool and two channels, of which a hop is one; each waits for the other's item and answers it.</summary>
internal sealed class ChannelPing<TKind>(string name) : IContestant
    where TKind : struct, IChannelKind
{
    public string Name => name;

    public async Task RunAsync(long count)
    {
        var (there, back) = (TKind.Create<long>(1), TKind.Create<long>(1));
        await Task.WhenAll(
            Task.Run(() => AskAsync(there.Writer, back.Reader, count)),
            Task.Run(() => AnswerAsync(there.Reader, back.Writer)));
    }

    private static async Task AskAsync(ChannelWriter<long> there, ChannelReader<long> back, long count)
    {
        try
        {
            for (long trip = 0; trip < count; trip++)
            {
                await there.WriteAsync(trip);
                if (!await back.WaitToReadAsync() || !back.TryRead(out var item) || item != trip)
                    throw new IOException($"Item {trip} did not come back.");
            }
        }
        finally
        {
            // Whoever answers ends, too, when something went wrong.
            there.Complete();
        }
    }

    private static async Task AnswerAsync(ChannelReader<long> there, ChannelWriter<long> back)
    {
        while (await there.WaitToReadAsync())
        {
            while (there.TryRead(out var item)) await back.WriteAsync(item);
        }
    }
}
