using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>All items but the first, which are disposed where they can be.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="count">How many do not pass.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut> Skip<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, string name, long count, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return pipeline.Then(name, new KeepingStage<TOut, TOut>(() => new SkipStage<TOut>(count)), hop);
    }
}

internal sealed class SkipStage<T>(long count) : IStage<T, T>
{
    private long _unwanted = count;

    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var hand = new Hand<T>();
        while (_unwanted > 0 && await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && hand.TryTake(input, _unwanted))
            {
                _unwanted -= hand.Held.Length;
                hand.Release();
            }
        }

        if (_unwanted == 0) await new PassStage<T>().RunAsync(input, output, cancellationToken);
    }
}
