using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>One item out for each item in, in order.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="map">Called for one item at a time; the item is its own from then on.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TNext> Map<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline, string name, Func<TOut, TNext> map, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(map);
        return pipeline.Then(name, new MapStage<TOut, TNext>(map), hop);
    }
}

internal sealed class MapStage<TIn, TOut>(Func<TIn, TOut> map) : IStage<TIn, TOut>
{
    public async ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken)
    {
        using var items = new Hand<TIn>();
        using var results = new Hand<TOut>();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input))
            {
                try
                {
                    MapAll(items, results);
                }
                catch
                {
                    // What came before the item that failed still arrives.
                    await results.PutAsync(output, cancellationToken);
                    throw;
                }

                if (!await results.PutAsync(output, cancellationToken)) return;
            }
        }
    }

    private void MapAll(Hand<TIn> items, Hand<TOut> results)
    {
        var from = items.Held;
        var to = results.Free;
        var mapped = 0;
        try
        {
            for (; mapped < from.Length; mapped++) to[mapped] = map(from[mapped]);
        }
        finally
        {
            results.Add(mapped);
            // The delegate has the item it threw at.
            items.Give(Math.Min(mapped + 1, from.Length));
        }
    }
}
