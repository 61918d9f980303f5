using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>For each item in, in order, any number of items out.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="expand">Called for one item at a time, which is its own; the result is enumerated as there is room for it.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TNext> Expand<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline, string name, Func<TOut, IEnumerable<TNext>> expand, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(expand);
        return pipeline.Then(name, new ExpandStage<TOut, TNext>(name, expand), hop);
    }
}

internal sealed class ExpandStage<TIn, TOut>(string name, Func<TIn, IEnumerable<TOut>> expand) : TimedStage<TIn, TOut>
{
    public override async ValueTask RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var results = new Hand<TOut> { LentBy = input as RememberingReader<TOut> };
        // With a policy an item has passed once its results are written, and then only the next is asked for.
        var gathers = input is not RememberingReader<TIn>;
        var pace = new Pace(timeProvider);
        while (await input.WaitToReadAsync(cancellationToken))
        {
            pace.Resume();
            pace.Start();
            // One at a time: an item may become more than a batch, and those behind it are better off in the hop.
            while (!cancellationToken.IsCancellationRequested && input.TryRead(out var item))
            {
                try
                {
                    foreach (var result in expand(item) ?? throw NoSequence.To(name))
                    {
                        results.Add(result);
                        if (!results.IsFull && results.Held.Length < pace.Batch) continue;
                        pace.Stop(results.Held.Length);
                        if (!await results.PutAsync(output, cancellationToken)) return;
                        pace.Start();
                    }
                }
                catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    // What came before the fault still arrives.
                    await results.PutBeforeFaultAsync(output, cancellationToken);
                    throw;
                }

                if (!gathers && !await results.PutAsync(output, cancellationToken)) return;
            }

            if (!await results.PutAsync(output, cancellationToken)) return;
        }
    }
}
