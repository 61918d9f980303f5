using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>
    /// The items up to the first that <paramref name="predicate"/> is false for; then the stage ends, and what comes before it is told.
    /// </summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="predicate">Looks at an item, which stays the stage's. The first it is false for is disposed, where it can be.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut> TakeWhile<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, string name, Func<TOut, bool> predicate, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(predicate);
        return pipeline.Then(name, new KeepingStage<TOut, TOut>(() => new TakeWhileStage<TOut>(predicate)), hop);
    }
}

internal sealed class TakeWhileStage<T>(Func<T, bool> predicate) : IStage<T, T>
{
    private bool _hasEnded;

    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var items = new Hand<T> { LentBy = input as RememberingReader<T> };
        using var wanted = new Hand<T> { LentBy = items.LentBy };
        while (!_hasEnded && await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input))
            {
                try
                {
                    TakeWanted(items, wanted);
                }
                catch
                {
                    // What came before the item that failed still arrives.
                    await wanted.PutBeforeFaultAsync(output, cancellationToken);
                    throw;
                }

                if (!await wanted.PutAsync(output, cancellationToken)) return;
                if (items.IsEmpty) continue;
                _hasEnded = true;
                items.Release();
                return;
            }
        }
    }

    // The first that is not wanted, and all behind it, stay in hand.
    private void TakeWanted(Hand<T> items, Hand<T> wanted)
    {
        var from = items.Held;
        var taken = 0;
        try
        {
            while (taken < from.Length && predicate(from[taken])) wanted.Add(from[taken++]);
        }
        finally
        {
            items.Give(taken);
        }
    }
}
