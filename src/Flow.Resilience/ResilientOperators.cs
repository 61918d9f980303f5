using Polly;

namespace Flow.Resilience;

/// <summary>Stages whose calls go through a resilience pipeline of Polly's.</summary>
public static class ResilientOperators
{
    /// <summary>One item out for each item in, by an asynchronous function that is called through <paramref name="resilience"/>.</summary>
    /// <remarks>
    /// An item is retried, broken off or hedged while the stage has it in hand, so none is lost, and order is as without. What
    /// <paramref name="resilience"/> lets out is a fault of the stage, and its fault policy's. Give <paramref name="resilience"/> the
    /// clock of the run. Calls stay on the stage's scheduler.
    /// </remarks>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="resilience">What each call goes through; its circuits are those of all calls.</param>
    /// <param name="map">Called with an item any number of times, which is its own once it has returned, and a token.</param>
    /// <param name="parallelism">How many items are under way at most, those finished but not yet written included.</param>
    /// <param name="ordered">Whether items leave in the order they came, a fast one waiting for a slow one before it.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TNext> MapAsync<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline,
        string name,
        ResiliencePipeline resilience,
        Func<TOut, CancellationToken, ValueTask<TNext>> map,
        int parallelism = 1,
        bool ordered = true,
        HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(resilience);
        ArgumentNullException.ThrowIfNull(map);
        return pipeline.MapAsync(name, CallAsync, parallelism, ordered, hop);

        async ValueTask<TNext> CallAsync(TOut item, CancellationToken cancellationToken)
        {
            var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
            try
            {
                return await resilience.ExecuteAsync(static (context, call) => call.map(call.item, context.CancellationToken), context, (map, item));
            }
            finally
            {
                ResilienceContextPool.Shared.Return(context);
            }
        }
    }
}
