using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters.Tests.Dataflow;

public class PipelineSourceBlockTests
{
    private static readonly DataflowLinkOptions Whole = new() { PropagateCompletion = true };

    [Fact]
    public async Task Linked_it_gives_all_in_order_and_ends_with_its_source()
    {
        var received = new List<int>();
        var last = new ActionBlock<int>(received.Add, new ExecutionDataflowBlockOptions { BoundedCapacity = 1 });
        var block = Source.From("numbers", Enumerable.Range(0, 300)).Map("next", item => item + 1).AsBlock(boundedCapacity: 2);
        block.LinkTo(last, Whole);
        await last.Completion.Limit();
        Assert.Equal(Enumerable.Range(1, 300), received);
    }

    [Fact]
    public async Task Completed_it_drains_its_source()
    {
        var block = Source.From("numbers", Endless()).AsBlock(boundedCapacity: 2);
        Assert.Equal(0, await block.ReceiveAsync().Limit());
        block.Complete();
        var next = 1;
        while (await block.OutputAvailableAsync().Limit())
        {
            while (block.TryReceive(out var item)) Assert.Equal(next++, item);
        }

        await block.Completion.Limit();
        Assert.True(block.Run.Completion.IsCompletedSuccessfully);

        static IEnumerable<int> Endless()
        {
            for (var i = 0; ; i++) yield return i;
        }
    }

    [Fact]
    public async Task Its_sources_fault_is_its_own()
    {
        var block = Source.From("numbers", Enumerable.Range(0, 1).Select(int (_) => throw new InvalidOperationException("broken"))).AsBlock(boundedCapacity: 1);
        Assert.Equal("numbers", (await Assert.ThrowsAsync<StageFaultException>(() => block.Completion.Limit())).Stage);
    }

    [Fact]
    public async Task Faulted_it_ends_with_that_and_disposes_what_nobody_took()
    {
        var made = new List<Rented>();
        IEnumerable<Rented> Endless()
        {
            while (true)
            {
                var item = new Rented();
                made.Add(item);
                yield return item;
            }
        }

        var block = Source.From("items", Endless()).AsBlock(boundedCapacity: 3);
        await block.OutputAvailableAsync().Limit();
        var error = new InvalidOperationException("broken");
        ((IDataflowBlock)block).Fault(error);
        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => block.Completion.Limit()));
        Assert.All(made, item => Assert.Equal(1, item.Disposals));
    }
}
