using System.Threading.Tasks.Dataflow;
using Flow;
using Flow.Adapters;

namespace Samples.Migrating;

public sealed class BesideSample
{
    [Fact]
    public async Task A_block_in_a_pipeline_and_a_pipeline_among_blocks()
    {
        var options = new ExecutionDataflowBlockOptions { BoundedCapacity = 10 };
        var stored = new List<string>();

        // A block of yours is a stage ...
        var pipeline = Pipeline.Of<int>()
            .Through("double", () => new TransformBlock<int, int>(number => number * 2, options))
            .Map("name", number => $"number {number}");

        // ... and a pipeline is a block, between two of yours.
        var first = new TransformBlock<int, int>(number => number + 1, options);
        var middle = pipeline.AsBlock(boundedCapacity: 10);
        var last = new ActionBlock<string>(stored.Add, options);
        first.LinkTo(middle, new DataflowLinkOptions { PropagateCompletion = true });
        middle.LinkTo(last, new DataflowLinkOptions { PropagateCompletion = true });

        for (var number = 0; number < 100; number++) await first.SendAsync(number).Limit();
        first.Complete();
        await last.Completion.Limit();
        Assert.Equal(Enumerable.Range(1, 100).Select(number => $"number {number * 2}"), stored);
    }
}
