using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>Passes items on, and faults with a <see cref="TimeoutException"/> that names the stage when it waits too long for one.</summary>
    /// <remarks>Only the waiting counts: while the stages after it keep it from passing items on, no limit runs.</remarks>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="idle">How long it waits for the next item; for as long as it takes where this is longer than a timer can run, some 49 days.</param>
    /// <param name="first">How long it waits for the first one; as long as for the others, unless told otherwise.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut> Timeout<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, string name, TimeSpan idle, TimeSpan? first = null, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(idle, TimeSpan.Zero);
        if (first is { } limit) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(first));
        return pipeline.Then(name, new TimeoutStage<TOut>(name, LongestTimer.Limit(idle), LongestTimer.Limit(first ?? idle)), hop);
    }
}

internal sealed class TimeoutStage<T>(string name, TimeSpan? idle, TimeSpan? first) : TimedStage<T, T>
{
    public override async ValueTask RunAsync(
        ChannelReader<T> input, ChannelWriter<T> output, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var hand = new Hand<T> { LentBy = input as RememberingReader<T> };
        using var limit = new TimeLimit(timeProvider);
        var patience = first;
        while (await WaitAsync())
        {
            patience = idle;
            while (!cancellationToken.IsCancellationRequested && hand.TryTake(input))
            {
                if (!await hand.PutAsync(output, cancellationToken)) return;
            }
        }

        async ValueTask<bool> WaitAsync()
        {
            var wait = input.WaitToReadAsync(cancellationToken);
            if (wait.IsCompleted || patience is not { } time) return await wait;
            var arrival = wait.AsTask();
            if (!await limit.CutShortAsync(arrival, time) && !arrival.IsCompleted)
                throw new TimeoutException($"No item came to '{name}' for {time}.");
            limit.Stop();
            return await arrival;
        }
    }
}
