using System.Threading.Channels;

namespace Flow;

public static partial class Operators
{
    /// <summary>The items for which <paramref name="keep"/> says so, in order; the others are disposed, where they can be.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="keep">Looks at an item, which stays the stage's.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut> Filter<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, string name, Func<TOut, bool> keep, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(keep);
        return pipeline.Then(name, new FilterStage<TOut>(keep), hop);
    }
}

internal sealed class FilterStage<T>(Func<T, bool> keep) : IStage<T, T>
{
    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var items = new Hand<T> { LentBy = input as RememberingReader<T> };
        using var kept = new Hand<T>();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input))
            {
                try
                {
                    Sift(items, kept);
                }
                catch
                {
                    // What came before the item that failed still arrives.
                    await kept.PutAsync(output, cancellationToken);
                    throw;
                }

                if (!await kept.PutAsync(output, cancellationToken)) return;
            }
        }
    }

    private void Sift(Hand<T> items, Hand<T> kept)
    {
        var from = items.Held;
        var sifted = 0;
        try
        {
            for (; sifted < from.Length; sifted++)
            {
                var item = from[sifted];
                if (keep(item)) kept.Add(item);
                else (item as IDisposable)?.Dispose();
            }
        }
        finally
        {
            items.Give(sifted);
        }
    }
}
