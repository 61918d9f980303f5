namespace Flow;

public static partial class Operators
{
    /// <summary>Shows each item to <paramref name="look"/>, in order, and passes it on.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="look">Looks at an item, which stays the stage's.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TOut> Tap<TIn, TOut>(
        this Pipeline<TIn, TOut> pipeline, string name, Action<TOut> look, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(look);
        return pipeline.Filter(name, item =>
        {
            look(item);
            return true;
        }, hop);
    }
}
