using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>One item out for each item in, by an asynchronous function.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="map">
    /// Called with an item, which is its own, and a token that is cancelled when the run is stopped, when nobody reads any more, or when
    /// another call has thrown. Calls are started one after the other; the stage returns when all have ended.
    /// </param>
    /// <param name="parallelism">How many items are under way at most, those finished but not yet written included.</param>
    /// <param name="ordered">Whether items leave in the order they came, a fast one waiting for a slow one before it.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TNext> MapAsync<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline,
        string name,
        Func<TOut, CancellationToken, ValueTask<TNext>> map,
        int parallelism = 1,
        bool ordered = true,
        HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        return parallelism == 1
            ? pipeline.Then(name, new MapAsyncStage<TOut, TNext>(map), hop)
            : pipeline.Then(name, new ParallelMapStage<TOut, TNext>(map, parallelism, ordered), hop);
    }
}

internal sealed class MapAsyncStage<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> map) : IStage<TIn, TOut>
{
    public async ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken)
    {
        using var result = new Hand<TOut>(1) { LentBy = input as RememberingReader<TOut> };
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && input.TryRead(out var item))
            {
                result.Add(await map(item, cancellationToken));
                if (!await result.PutAsync(output, cancellationToken)) return;
            }
        }
    }
}
