using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>For each item in, in order, the items of an asynchronous sequence, one sequence after the other.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="expand">
    /// Called for one item at a time, which is its own; the result is enumerated as there is room for it. The sequence's token is cancelled
    /// when the run is stopped or nobody reads any more, and what it throws then is no fault; it begins all the same, to let go of its item.
    /// </param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TNext> ExpandAsync<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline, string name, Func<TOut, IAsyncEnumerable<TNext>> expand, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(expand);
        return pipeline.Then(name, new ExpandAsyncStage<TOut, TNext>(name, expand), hop);
    }
}

internal sealed class ExpandAsyncStage<TIn, TOut>(string name, Func<TIn, IAsyncEnumerable<TOut>> expand) : IStage<TIn, TOut>
{
    public async ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken)
    {
        using var results = new Hand<TOut> { LentBy = input as RememberingReader<TOut> };
        // With a policy an item has passed once its results are written, and then only the next is asked for.
        var gathers = input is not RememberingReader<TIn>;
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && input.TryRead(out var item))
            {
                try
                {
                    var items = expand(item) ?? throw NoSequence.To(name);
                    if (!await AsyncSequence.PutAllAsync(items, results, output, cancellationToken, cancellationToken)) return;
                }
                catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    // What came before the fault still arrives, also where no sequence began.
                    await results.PutBeforeFaultAsync(output, cancellationToken);
                    throw;
                }

                if (!gathers && !await results.PutAsync(output, cancellationToken)) return;
            }

            if (!await results.PutAsync(output, cancellationToken)) return;
        }
    }
}
