namespace Flow.Benchmarks.Peers;

/// <summary>A pipeline of maps, one function call for each item.</summary>
internal sealed class FlowMap : IPeer
{
    public string Name => "flow-map";

    public static Pipeline<Nothing, Nothing> Build<T>(Haul<T> haul)
        where T : unmanaged => FlowEnds.Source(haul).Then(Maps(haul)).Then(FlowEnds.Sink(haul));

    /// <summary>The stages between source and sink.</summary>
    public static Pipeline<T, T> Maps<T>(Haul<T> haul)
        where T : unmanaged
    {
        var hop = new HopOptions<T>(haul.Capacity);
        return Enumerable.Range(1, haul.Hops).Aggregate(
            Pipeline.Of<T>(), (maps, number) => maps.Map($"map {number}", Increment<T>.One, hop));
    }

    public static async Task<double?> RunAsync(Pipeline<Nothing, Nothing> pipeline)
    {
        await using var run = pipeline.Run();
        await run.Completion;
        return FlowEnds.BatchesPerHop(run);
    }

    public Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged => RunAsync(Build(haul));
}
