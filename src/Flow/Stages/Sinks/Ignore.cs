using System.Threading.Channels;

namespace Flow;

public static partial class Sink
{
    /// <summary>A sink that takes every item and does nothing with it but dispose it, where it can be.</summary>
    public static Pipeline<T, Nothing> Ignore<T>(string name = "ignore", HopOptions<T>? hop = null) =>
        Pipeline.Of<T>().Then(name, new IgnoreSink<T>(), hop);
}

internal sealed class IgnoreSink<T> : IStage<T, Nothing>
{
    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        using var items = new Hand<T>();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input)) items.Release();
        }
    }
}
