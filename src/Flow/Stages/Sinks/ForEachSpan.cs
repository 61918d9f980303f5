namespace Flow;

public static partial class Sink
{
    /// <summary>
    /// A sink of batches of up to 512, in order: nothing is done for each item but what the function does.
    /// </summary>
    /// <param name="name">The stage's name.</param>
    /// <param name="action">
    /// Called with one batch at a time, in a span that is not valid after the call. The items of the batch are its own, also when it throws.
    /// </param>
    /// <param name="hop">The hop before the stage.</param>
    public static Pipeline<T, Nothing> ForEachSpan<T>(string name, Action<ReadOnlySpan<T>> action, HopOptions<T>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Pipeline.Of<T>().Then(name, new ForEachSpanSink<T>(action), hop);
    }
}

internal sealed class ForEachSpanSink<T>(Action<ReadOnlySpan<T>> action) : ConsumeStage<T>
{
    protected override void Consume(ReadOnlySpan<T> items, ref int taken)
    {
        taken = items.Length;
        action(items);
    }
}
