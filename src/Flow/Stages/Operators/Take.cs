using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>The first items; then the stage ends, and what comes before it is told.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="count">How many at most; it takes no more than that from the hop before it.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut> Take<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, string name, long count, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return pipeline.Then(name, new KeepingStage<TOut, TOut>(() => new TakeStage<TOut>(count)), hop);
    }
}

internal sealed class TakeStage<T>(long count) : IStage<T, T>
{
    private long _missing = count;

    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var hand = new Hand<T> { LentBy = input as RememberingReader<T> };
        while (_missing > 0 && await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && hand.TryTake(input, _missing))
            {
                _missing -= hand.Held.Length;
                if (!await hand.PutAsync(output, cancellationToken)) return;
            }
        }
    }
}
