namespace Flow;

public static partial class Operators
{
    /// <summary>One item out for each item in, in order, a batch of up to 512 at a time: nothing is done for each item but what the function does.</summary>
    /// <param name="pipeline">What comes before.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="map">
    /// Called with one batch at a time and a span of the same length, all of which it fills; neither is valid after the call. The items of
    /// the batch are its own; when it throws, none of that batch's results arrive.
    /// </param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<TIn, TNext> MapSpan<TIn, TOut, TNext>(
        this Pipeline<TIn, TOut> pipeline, string name, Action<ReadOnlySpan<TOut>, Span<TNext>> map, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(map);
        return pipeline.Then(name, new MapSpanStage<TOut, TNext>(map), hop);
    }
}

internal sealed class MapSpanStage<TIn, TOut>(Action<ReadOnlySpan<TIn>, Span<TOut>> map) : TransformStage<TIn, TOut>
{
    protected override void Transform(ReadOnlySpan<TIn> from, Span<TOut> to, ref int taken, ref int made)
    {
        // The delegate has the whole batch, also one it throws at.
        taken = from.Length;
        map(from, to[..from.Length]);
        made = from.Length;
    }
}
