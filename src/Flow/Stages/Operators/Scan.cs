namespace Flow;

public static partial class Operators
{
    /// <summary>A running fold: one state out for each item in, in order; the seed itself does not leave.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="seed">The state before the first item, in every run; better a value than an object that <paramref name="fold"/> changes.</param>
    /// <param name="fold">Makes the next state of the last one and an item, which is its own.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TState> Scan<TIn, TOut, TState>(
        this Pipeline<TIn, TOut> pipeline, string name, TState seed, Func<TState, TOut, TState> fold, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(fold);
        return pipeline.Then(name, new KeepingStage<TOut, TState>(Begin), hop);

        IStage<TOut, TState> Begin()
        {
            var state = seed;
            return new MapStage<TOut, TState>(item => state = fold(state, item));
        }
    }
}
