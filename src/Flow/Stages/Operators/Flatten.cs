namespace Flow;

public static partial class Operators
{
    /// <summary>The items of each sequence, one sequence after the other; each is enumerated as there is room for its items.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut> Flatten<TIn, TOut>(
        this Pipeline<TIn, IEnumerable<TOut>> pipeline, string name, HopOptions<IEnumerable<TOut>>? hop = null) =>
        pipeline.Expand(name, static items => items, hop);

    /// <summary>The items of each array, one array after the other.</summary>
    /// <inheritdoc cref="Flatten{TIn, TOut}(Pipeline{TIn, IEnumerable{TOut}}, string, HopOptions{IEnumerable{TOut}})"/>
    public static Pipeline<TIn, TOut> Flatten<TIn, TOut>(
        this Pipeline<TIn, TOut[]> pipeline, string name, HopOptions<TOut[]>? hop = null) =>
        pipeline.Expand(name, IEnumerable<TOut> (items) => items is null ? throw NoSequence.To(name) : All(items), hop);

    /// <inheritdoc cref="Flatten{TIn, TOut}(Pipeline{TIn, IEnumerable{TOut}}, string, HopOptions{IEnumerable{TOut}})"/>
    public static Pipeline<TIn, TOut> Flatten<TIn, TOut>(
        this Pipeline<TIn, IAsyncEnumerable<TOut>> pipeline, string name, HopOptions<IAsyncEnumerable<TOut>>? hop = null) =>
        pipeline.ExpandAsync(name, static items => items, hop);

    // What nobody asks for any more is released.
    private static IEnumerable<T> All<T>(T[] items)
    {
        var given = 0;
        try
        {
            while (given < items.Length) yield return items[given++];
        }
        finally
        {
            while (given < items.Length) Unwanted.Dispose(items[given++]);
        }
    }
}
