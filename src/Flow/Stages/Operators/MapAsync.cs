using System.Runtime.CompilerServices;
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
    [OverloadResolutionPriority(1)]
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

    /// <inheritdoc cref="MapAsync{TIn, TOut, TNext}(Pipeline{TIn, TOut}, string, Func{TOut, CancellationToken, ValueTask{TNext}}, int, bool, HopOptions{TOut})"/>
    public static Pipeline<TIn, TNext> MapAsync<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline,
        string name,
        Func<TOut, CancellationToken, Task<TNext>> map,
        int parallelism = 1,
        bool ordered = true,
        HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        // Where a lambda is both, it is the other's, which makes no task.
        return pipeline.MapAsync(
            name, (item, cancellationToken) => new ValueTask<TNext>(map(item, cancellationToken)), parallelism, ordered, hop);
    }
}

/// <summary>
/// Makes one call at a time. What calls return at once is gathered, as long as they are quick; before a call is waited for it is let go.
/// </summary>
internal sealed class MapAsyncStage<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> map) : TimedStage<TIn, TOut>
{
    public override async ValueTask RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var results = new Hand<TOut> { LentBy = input as RememberingReader<TOut> };
        // With a policy an item has passed once its result is written, and then only the next is asked for.
        var gathers = input is not RememberingReader<TIn>;
        var pace = new Pace(timeProvider);
        try
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                pace.Resume();
                pace.Start();
                while (!cancellationToken.IsCancellationRequested && input.TryRead(out var item))
                {
                    var call = map(item, cancellationToken);
                    var isWaitedFor = !call.IsCompleted;
                    if (isWaitedFor && !await PutMeanwhileAsync(results, call, output, cancellationToken)) return;
                    results.Add(await call);
                    if (!isWaitedFor)
                    {
                        if (gathers && !results.IsFull && results.Held.Length < pace.Batch) continue;
                        pace.Stop(results.Held.Length);
                    }

                    if (!await results.PutAsync(output, cancellationToken)) return;
                    pace.Start();
                }

                if (!await results.PutAsync(output, cancellationToken)) return;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // What came before the fault still arrives.
            await results.PutBeforeFaultAsync(output, cancellationToken);
            throw;
        }
    }

    // Writes what there is while a call is under way. The call has ended where this ends without having written all: none outlives the body.
    private static async ValueTask<bool> PutMeanwhileAsync(
        Hand<TOut> results, ValueTask<TOut> call, ChannelWriter<TOut> output, CancellationToken cancellationToken)
    {
        var isPut = false;
        try
        {
            return isPut = await results.PutAsync(output, cancellationToken);
        }
        finally
        {
            if (!isPut) await EndAsync(call);
        }
    }

    private static async ValueTask EndAsync(ValueTask<TOut> call)
    {
        try
        {
            Unwanted.Dispose(await call);
        }
        catch
        {
            // Nobody is left to hear of it.
        }
    }
}
