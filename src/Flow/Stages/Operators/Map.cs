namespace Flow;

public static partial class Operators
{
    /// <summary>One item out for each item in, in order.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="map">Called for one item at a time; the item is its own from then on.</param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TNext> Map<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline, string name, Func<TOut, TNext> map, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(map);
        return pipeline.Then(name, new MapStage<TOut, TNext>(map), hop);
    }
}

internal sealed class MapStage<TIn, TOut>(Func<TIn, TOut> map) : TransformStage<TIn, TOut>
{
    protected override void Transform(ReadOnlySpan<TIn> from, Span<TOut> to, ref int taken, ref int made)
    {
        // What the loop uses is in locals, of which it keeps one where a fault finds it.
        var function = map;
        to = to[..from.Length];
        var i = 0;
        try
        {
            for (; i < from.Length; i++) to[i] = function(from[i]);
        }
        finally
        {
            // The delegate has the item it threw at.
            taken = Math.Min(i + 1, from.Length);
            made = i;
        }
    }
}
