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

internal sealed class FilterStage<T>(Func<T, bool> keep) : TransformStage<T, T>
{
    protected override void Transform(ReadOnlySpan<T> from, Span<T> to, ref int taken, ref int made)
    {
        var (seen, kept) = (0, 0);
        try
        {
            for (; seen < from.Length; seen++)
            {
                var item = from[seen];
                if (keep(item)) to[kept++] = item;
                else Unwanted.Dispose(item);
            }
        }
        finally
        {
            taken = seen;
            made = kept;
        }
    }
}
