namespace Flow;

public static partial class Sink
{
    /// <summary>A sink that takes every item and does nothing with it but dispose it, where it can be.</summary>
    public static Pipeline<T, Nothing> Ignore<T>(string name = "ignore", HopOptions<T>? hop = null) =>
        Pipeline.Of<T>().Then(name, new IgnoreSink<T>(), hop);
}

internal sealed class IgnoreSink<T> : ConsumeStage<T>
{
    protected override void Consume(ReadOnlySpan<T> items, ref int taken)
    {
        foreach (var item in items)
        {
            taken++;
            Unwanted.Dispose(item);
        }
    }
}
