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
        pipeline.Expand(name, static items => (IEnumerable<TOut>)items, hop);

    /// <inheritdoc cref="Flatten{TIn, TOut}(Pipeline{TIn, IEnumerable{TOut}}, string, HopOptions{IEnumerable{TOut}})"/>
    public static Pipeline<TIn, TOut> Flatten<TIn, TOut>(
        this Pipeline<TIn, IAsyncEnumerable<TOut>> pipeline, string name, HopOptions<IAsyncEnumerable<TOut>>? hop = null) =>
        pipeline.ExpandAsync(name, static items => items, hop);
}
