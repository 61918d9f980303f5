using System.Threading.Channels;

namespace Flow.Benchmarks.Peers;

/// <summary>A pipeline of stages that change a span of items at a time.</summary>
internal sealed class FlowSpan : IPeer
{
    public string Name => "flow-span";

    public async Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged
    {
        var hop = new HopOptions<T>(haul.Capacity);
        var stage = new SpanStage<T>(Increment<T>.Span);
        var stages = Enumerable.Range(1, haul.Hops).Aggregate(
            Pipeline.Of<T>(), (stages, number) => stages.Then($"span {number}", stage, hop));
        await using var run = FlowEnds.Source(haul).Then(stages).Then(FlowEnds.Sink(haul)).Run();
        await run.Completion;
        return FlowEnds.BatchesPerHop(run);
    }

    private sealed class SpanStage<T>(SpanChange<T> change) : IStage<T, T>
    {
        public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<T> output, CancellationToken cancellationToken)
        {
            var (reader, writer) = ((HopReader<T>)input, (HopWriter<T>)output);
            var batch = new T[FlowEnds.BatchSize];
            while (await reader.WaitToReadAsync(cancellationToken))
            {
                var count = reader.TryRead(batch.AsSpan());
                change(batch.AsSpan(0, count));
                await FlowEnds.WriteAsync(writer, batch, count, cancellationToken);
            }
        }
    }
}
