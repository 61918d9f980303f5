namespace Flow.Tests;

/// <summary>Runs a pipeline to its end and keeps what comes out.</summary>
internal static class Collecting
{
    public static async Task<List<TOut>> CollectAsync<TIn, TOut>(this Pipeline<TIn, TOut> pipeline, IEnumerable<TIn> items)
    {
        var received = new List<TOut>();
        await using var run = pipeline.Run(items, Sink.ForEach<TOut>("collect", received.Add));
        await run.Completion.Limit();
        return received;
    }

    public static async Task<List<T>> CollectAsync<T>(this Pipeline<Nothing, T> source)
    {
        var received = new List<T>();
        await using var run = source.Then(Sink.ForEach<T>("collect", received.Add)).Run();
        await run.Completion.Limit();
        return received;
    }
}
