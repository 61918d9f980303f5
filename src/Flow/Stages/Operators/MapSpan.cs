using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>One item out for each item in, in order, a batch of up to 128 at a time: nothing is done for each item but what <paramref name="map"/> does.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="map">
    /// Called with one batch at a time and a span of the same length, all of which it fills. The items of the batch are its own; when it
    /// throws, none of that batch's results arrive.
    /// </param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TNext> MapSpan<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline, string name, Action<ReadOnlySpan<TOut>, Span<TNext>> map, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(map);
        return pipeline.Then(name, new MapSpanStage<TOut, TNext>(map), hop);
    }
}

internal sealed class MapSpanStage<TIn, TOut>(Action<ReadOnlySpan<TIn>, Span<TOut>> map) : IStage<TIn, TOut>
{
    public async ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken)
    {
        using var items = new Hand<TIn>();
        using var results = new Hand<TOut>();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input))
            {
                MapAll(items, results);
                if (!await results.PutAsync(output, cancellationToken)) return;
            }
        }
    }

    private void MapAll(Hand<TIn> items, Hand<TOut> results)
    {
        var count = items.Held.Length;
        try
        {
            map(items.Held, results.Free[..count]);
        }
        finally
        {
            // The delegate has the whole batch, also one it threw at.
            items.Give(count);
        }

        results.Add(count);
    }
}
