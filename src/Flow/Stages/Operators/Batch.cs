using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>Gathers items into arrays of <paramref name="size"/>, in order; the last one may be smaller.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="size">How many items an array has at most.</param>
    /// <param name="within">
    /// How long an item waits at most for the array to fill, from the first one on; an array then leaves smaller. By default it waits
    /// for as long as it takes.
    /// </param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut[]> Batch<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, string name, int size, TimeSpan? within = null, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (within is { } limit) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(within));
        return pipeline.Then(name, new BatchStage<TOut>(size, within), hop);
    }
}

internal sealed class BatchStage<T>(int size, TimeSpan? within) : TimedStage<T, T[]>
{
    public override async ValueTask RunAsync(
        ChannelReader<T> input, ChannelWriter<T[]> output, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var items = new Hand<T>(size);
        using var limit = new TimeLimit(timeProvider);
        try
        {
            var wait = input.WaitToReadAsync(cancellationToken);
            while (true)
            {
                if (within is { } time && !items.IsEmpty && !wait.IsCompleted)
                {
                    // A wait that the limit cuts short goes on, for the next array.
                    var arrival = wait.AsTask();
                    wait = new ValueTask<bool>(arrival);
                    if (!await limit.CutShortAsync(arrival, time))
                    {
                        if (!await PutAsync()) return;
                        continue;
                    }
                }

                if (!await wait) break;
                while (!cancellationToken.IsCancellationRequested && items.TryTake(input) && items.IsFull)
                {
                    if (!await PutAsync()) return;
                }

                wait = input.WaitToReadAsync(cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // What came before the error of the input still arrives.
            await PutAsync();
            throw;
        }

        await PutAsync();

        async ValueTask<bool> PutAsync()
        {
            limit.Stop();
            if (items.IsEmpty) return true;
            using var array = new Hand<T[]>(1);
            array.Add(items.Held.ToArray());
            items.Give(items.Held.Length);
            return await array.PutAsync(output, cancellationToken);
        }
    }
}
