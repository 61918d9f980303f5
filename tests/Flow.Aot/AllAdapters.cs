using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Dataflow;
using Flow;
using Flow.Adapters;

/// <summary>A byte an item, through everything that a pipeline can be put beside, one after the other.</summary>
internal static class AllAdapters
{
    public static async Task<long> CountAsync(int items)
    {
        // An observable, and a pipeline as one.
        var observable = Source.From("numbers", Enumerable.Range(0, items)).AsObservable();
        var source = Source.From("told", observable, new HopOptions<int>(items) { FullMode = HopFullMode.DropWrite });

        // A sequence, and a pipeline as one; blocks, and pipelines as blocks.
        var block = Source.From("sequence", source.ToAsyncEnumerable()).AsBlock(boundedCapacity: 8);
        var byOne = Pipeline.Of<int>().Map("byte", number => OwnedBytes.CopyOf([(byte)number])).AsBlock(boundedCapacity: 8);
        block.LinkTo(byOne, new DataflowLinkOptions { PropagateCompletion = true });

        // Streams, and pipes in both directions.
        var (there, back) = (new Pipe(), new Pipe());
        await using var written = Source.From("block", byOne).Then(Sink.To("there", there.Writer)).Run();
        await using var echoed = Pipeline.Of<IMemoryOwner<byte>>().Run(new Connection(there.Reader, back.Writer));
        using var end = new MemoryStream();
        await using var read = Source.From("back", back.Reader.AsStream()).Then(Sink.To("end", end)).Run();

        // And a sink as a block.
        await Task.WhenAll(written.Completion, echoed.Completion, read.Completion);
        var count = 0L;
        var counted = Sink.ForEach<byte>("count", _ => count++).AsBlock(boundedCapacity: 8);
        await using var sent = Source.From("bytes", end.ToArray()).Then(Sink.To("counted", counted)).Run();
        await sent.Completion;
        return count;
    }

    private sealed class Connection(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
