namespace Flow;

/// <summary>Makes sinks: pipelines to nothing.</summary>
public static partial class Sink
{
    /// <summary>A sink that calls <paramref name="action"/> with each item, in order; the item is its own from then on.</summary>
    public static Pipeline<T, Nothing> ForEach<T>(string name, Action<T> action, HopOptions<T>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Pipeline.Of<T>().Then(name, new ForEachSink<T>(action), hop);
    }
}

internal sealed class ForEachSink<T>(Action<T> action) : ConsumeStage<T>
{
    protected override void Consume(ReadOnlySpan<T> items, ref int taken)
    {
        for (var i = 0; i < items.Length; i++)
        {
            taken = i + 1;
            action(items[i]);
        }
    }
}
