using System.Threading.Channels;

namespace Flow;

/// <summary>Makes sinks: pipelines to nothing.</summary>
public static partial class Sink
{
    /// <summary>A sink that calls <paramref name="action"/> with each item, in order; the item is its own from then on.</summary>
    public static Pipeline<T, Nothing> ForEach<T>(string name, Action<T> action, HopOptions<T>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Pipeline.Of<T>().Then(name, new ForEachSink<T>(action), hop);
    }
}

internal sealed class ForEachSink<T>(Action<T> action) : IStage<T, Nothing>
{
    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        using var items = new Hand<T>();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input)) CallAll(items);
        }
    }

    private void CallAll(Hand<T> items)
    {
        var held = items.Held;
        var called = 0;
        try
        {
            for (; called < held.Length; called++) action(held[called]);
        }
        finally
        {
            // The delegate has the item it threw at.
            items.Give(Math.Min(called + 1, held.Length));
        }
    }
}
