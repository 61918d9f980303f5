namespace Flow.Benchmarks.Peers;

/// <summary>A pipeline of stages that make a span of items of a span at a time.</summary>
internal sealed class FlowSpan : IPeer
{
    public string Name => "flow-span";

    public async Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged
    {
        var hop = new HopOptions<T>(haul.Capacity);
        var stages = Enumerable.Range(1, haul.Hops).Aggregate(
            Pipeline.Of<T>(), (stages, number) => stages.MapSpan($"span {number}", Increment<T>.Span, hop));
        await using var run = FlowEnds.Source(haul).Then(stages).Then(FlowEnds.Sink(haul)).Run();
        await run.Completion;
        return FlowEnds.BatchesPerHop(run);
    }
}
