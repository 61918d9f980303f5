using System.Threading.Channels;
using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Ping;

/// <summary>Two parties and two channels, of which a hop is one; each waits for the other's item and answers it.</summary>
internal sealed class ChannelPing : IContestant
{
    private readonly Func<Channel<long>> _create;
    private readonly TaskScheduler _scheduler;

    private ChannelPing(string name, Func<Channel<long>> create, TaskScheduler scheduler)
    {
        Name = name;
        _create = create;
        _scheduler = scheduler;
    }

    public string Name { get; }

    /// <summary>Over hops, both parties on <paramref name="scheduler"/>.</summary>
    public static ChannelPing OverHops(string name, TaskScheduler scheduler) =>
        new(name, () => Hop<long>.Create(new HopOptions<long>(1)), scheduler);

    /// <summary>Over the framework's channels, on the pool.</summary>
    public static ChannelPing OverChannels()
    {
        var options = new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true };
        return new ChannelPing("channel", () => Channel.CreateBounded<long>(options), TaskScheduler.Default);
    }

    public async Task RunAsync(long count)
    {
        var (there, back) = (_create(), _create());
        await Task.WhenAll(
            StartAsync(() => AskAsync(there.Writer, back.Reader, count)),
            StartAsync(() => AnswerAsync(there.Reader, back.Writer)));
    }

    private static async Task AskAsync(ChannelWriter<long> there, ChannelReader<long> back, long count)
    {
        for (long trip = 0; trip < count; trip++)
        {
            await there.WriteAsync(trip);
            if (!await back.WaitToReadAsync() || !back.TryRead(out var item) || item != trip)
                throw new IOException($"Item {trip} did not come back.");
        }

        there.Complete();
    }

    private static async Task AnswerAsync(ChannelReader<long> there, ChannelWriter<long> back)
    {
        while (await there.WaitToReadAsync())
        {
            while (there.TryRead(out var item)) await back.WriteAsync(item);
        }
    }

    private Task StartAsync(Func<Task> body) =>
        Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();
}
