namespace Flow;

public static partial class Operators
{
    /// <summary>
    /// The items from the first that <paramref name="predicate"/> is false for; those before it are disposed where they can be.
    /// </summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="predicate">Looks at an item, which stays the stage's; it is not called again once it was false.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut> SkipWhile<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, string name, Func<TOut, bool> predicate, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(predicate);
        return pipeline.Then(name, new KeepingStage<TOut, TOut>(Begin), hop);

        IStage<TOut, TOut> Begin()
        {
            var found = false;
            return new FilterStage<TOut>(item => found || (found = !predicate(item)));
        }
    }
}
