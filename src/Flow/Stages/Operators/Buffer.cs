namespace Flow;

public static partial class Operators
{
    /// <summary>Lets what comes before run ahead of what comes after, by as many items as <paramref name="capacity"/>.</summary>
    /// <remarks>
    /// It is a hop of that bound, and a stage that passes on what is in it. Where the next stage is at hand, that stage's <c>hop:</c> does the
    /// same without a stage of its own.
    /// </remarks>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="capacity">How many items wait at most; then what comes before waits.</param>
    public static Pipeline<TIn, TOut> Buffer<TIn, TOut>(this Pipeline<TIn, TOut> pipeline, string name, int capacity)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return pipeline.Then(name, new PassStage<TOut>(), new HopOptions<TOut>(capacity));
    }
}
