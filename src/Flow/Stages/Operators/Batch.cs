using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>
    /// Gathers items into arrays, in order; an array leaves when it is full by number or by weight, or its time has passed, and at the end.
    /// </summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="size">How many items an array has at most.</param>
    /// <param name="within">
    /// How long an item waits at most for the array to fill, from the first one on; an array then leaves smaller. By default it waits
    /// for as long as it takes, as it does where this is longer than a timer can run, some 49 days.
    /// </param>
    /// <param name="weight">What the items of an array weigh at most, all together; an item that is heavier is alone in its array.</param>
    /// <param name="weigh">What an item weighs, at least 0; asked once for each. It looks at the item, which stays the stage's.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut[]> Batch<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline,
        string name,
        int size = 1024,
        TimeSpan? within = null,
        int? weight = null,
        Func<TOut, int>? weigh = null,
        HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (within is { } limit) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(within));
        if (weight is { } most) ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(weight));
        if (weight is null != weigh is null)
            throw new ArgumentException("A batch by weight has both: 'weight', the most an array weighs, and 'weigh', what an item weighs.", nameof(weigh));
        return pipeline.Then(name, new BatchStage<TOut>(name, size, LongestTimer.Limit(within), weight ?? int.MaxValue, weigh), hop);
    }
}

internal sealed class BatchStage<T>(string name, int size, TimeSpan? within, int weight, Func<T, int>? weigh) : TimedStage<T, T[]>
{
    public override async ValueTask RunAsync(
        ChannelReader<T> input, ChannelWriter<T[]> output, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var items = new Hand<T>(size) { LentBy = input as RememberingReader<T> };
        using var leaving = new Hand<T[]>(1);
        using var limit = new TimeLimit(timeProvider);
        var scale = new BatchScale<T>(name, size, weight, weigh);
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
                        if (!await PutAsync(scale.Weighed)) return;
                        continue;
                    }
                }

                if (!await wait) break;
                while (!cancellationToken.IsCancellationRequested && items.TryTake(input) && scale.Weighed < items.Held.Length)
                {
                    while (scale.TryFill(items.Held, out var count))
                    {
                        if (!await PutAsync(count)) return;
                    }

                    items.Compact();
                }

                wait = input.WaitToReadAsync(cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // What came before the error of the input, or the item that could not be weighed, still arrives.
            await PutAsync(scale.Weighed);
            throw;
        }

        await PutAsync(scale.Weighed);

        async ValueTask<bool> PutAsync(int count)
        {
            limit.Stop();
            if (count == 0) return true;
            var array = items.Held[..count].ToArray();
            items.Give(count);
            scale.Take(count);
            leaving.Add(array);
            try
            {
                return await leaving.PutAsync(output, cancellationToken);
            }
            finally
            {
                if (!leaving.IsEmpty)
                {
                    // Not with the array, of which the item that was lent goes back.
                    leaving.Give(1);
                    items.GiveBack(array);
                }
            }
        }
    }
}
