using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters.Tests.Dataflow;

public class DataflowSourceTests
{
    [Fact]
    public async Task All_a_block_offers_arrives_in_order_and_its_end_is_the_sources()
    {
        var block = new BufferBlock<int>(new DataflowBlockOptions { BoundedCapacity = 3 });
        var received = new List<int>();
        await using var run = Source.From("block", block).Then(Sink.ForEach<int>("collect", received.Add, new(2))).Run();
        for (var i = 0; i < 500; i++) Assert.True(await block.SendAsync(i).Limit());
        block.Complete();
        await run.Completion.Limit();
        Assert.Equal(Enumerable.Range(0, 500), received);
    }

    [Fact]
    public async Task A_blocks_fault_is_the_sources()
    {
        IDataflowBlock block = new BufferBlock<int>();
        await using var run = Source.From("block", (ISourceBlock<int>)block).Then(Sink.Ignore<int>()).Run();
        var error = new InvalidOperationException("broken");
        block.Fault(error);
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal("block", fault.Stage);
        Assert.Same(error, fault.InnerException);
    }

    [Fact]
    public async Task A_slow_sink_makes_what_feeds_the_block_wait()
    {
        var block = new BufferBlock<int>(new DataflowBlockOptions { BoundedCapacity = 4 });
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var received = new List<int>();
        await using var run = Source.From("block", block).Then(Sink.ForEachAsync<int>("slow", async (item, _) =>
        {
            await release.Task;
            received.Add(item);
        }, new(2))).Run();

        // In the block, in the source's hand, in the hop, in the sink's hand.
        const int Room = 4 + 1 + 2 + 1;
        for (var i = 0; i < Room; i++) Assert.True(await block.SendAsync(i).Limit());
        var waiting = block.SendAsync(Room);
        Assert.False(waiting.IsCompleted);

        release.SetResult();
        Assert.True(await waiting.Limit());
        block.Complete();
        await run.Completion.Limit();
        Assert.Equal(Enumerable.Range(0, Room + 1), received);
    }

    [Fact]
    public async Task What_a_drained_source_has_not_taken_stays_in_the_block()
    {
        var block = new BufferBlock<int>();
        for (var i = 0; i < 100; i++) block.Post(i);
        var received = new List<int>();
        var (first, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var run = Source.From("block", block).Then(Sink.ForEachAsync<int>("slow", async (item, _) =>
        {
            received.Add(item);
            first.TrySetResult();
            await release.Task;
        }, new(2))).Run();
        await first.Task.Limit();

        var drained = run.DrainAsync();
        release.SetResult();
        await drained.Limit();

        block.Complete();
        if (block.TryReceiveAll(out var left)) Assert.Equal(Enumerable.Range(0, 100), received.Concat(left));
        Assert.InRange(received.Count, 1, 1 + 2 + 1 + 1);
    }

    [Fact]
    public async Task A_source_that_waits_ends_when_the_run_is_drained_or_stopped_and_leaves_no_link()
    {
        var block = new BufferBlock<int>();
        await using (var run = Source.From("block", block).Then(Sink.Ignore<int>()).Run()) await run.DrainAsync().Limit();
        await using (var run = Source.From("block", block).Then(Sink.Ignore<int>()).Run()) await run.StopAsync().Limit();

        block.Post(7);
        Assert.Equal(7, await block.ReceiveAsync().Limit());
    }

    [Fact]
    public async Task A_block_that_cannot_be_asked_is_a_source_too()
    {
        var inner = new BufferBlock<int>();
        var block = DataflowBlock.Encapsulate(inner, new OnlyLinks(inner));
        var received = new List<int>();
        await using var run = Source.From("block", block).Then(Sink.ForEach<int>("collect", received.Add)).Run();
        for (var i = 0; i < 50; i++) inner.Post(i);
        inner.Complete();
        await run.Completion.Limit();
        Assert.Equal(Enumerable.Range(0, 50), received);
    }

    [Fact]
    public void A_block_that_keeps_what_is_taken_is_refused()
    {
        var broadcast = Assert.Throws<ArgumentException>(() => { Source.From("ticks", new BroadcastBlock<int>(item => item)); });
        Assert.StartsWith("'ticks' is a BroadcastBlock, which gives its item again and again", broadcast.Message, StringComparison.Ordinal);
        var once = Assert.Throws<ArgumentException>(() => { Source.From("once", new WriteOnceBlock<int>(item => item)); });
        Assert.StartsWith("'once' is a WriteOnceBlock, which gives its item again and again", once.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_may_tell_its_links_of_its_end_before_it_completes()
    {
        var inner = new BufferBlock<int>();
        var block = new Late(inner);
        await using var run = Source.From("block", block).Then(Sink.Ignore<int>()).Run();
        inner.Post(1);
        inner.Complete();
        await block.Asked.Limit();
        block.End();
        await run.Completion.Limit();
    }

    private sealed class Late(BufferBlock<int> block) : OnlyLinks(block)
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when its completion is looked at though its links have been told.</summary>
        public Task Asked => _asked.Task;

        public override Task Completion
        {
            get
            {
                if (base.Completion.IsCompleted) _asked.TrySetResult();
                return _ended.Task;
            }
        }

        public void End() => _ended.SetResult();
    }

    private class OnlyLinks(ISourceBlock<int> block) : ISourceBlock<int>
    {
        public virtual Task Completion => block.Completion;

        public void Complete() => block.Complete();

        public void Fault(Exception exception) => block.Fault(exception);

        public IDisposable LinkTo(ITargetBlock<int> target, DataflowLinkOptions linkOptions) => block.LinkTo(target, linkOptions);

        public int ConsumeMessage(DataflowMessageHeader messageHeader, ITargetBlock<int> target, out bool messageConsumed) =>
            block.ConsumeMessage(messageHeader, target, out messageConsumed);

        public bool ReserveMessage(DataflowMessageHeader messageHeader, ITargetBlock<int> target) =>
            block.ReserveMessage(messageHeader, target);

        public void ReleaseReservation(DataflowMessageHeader messageHeader, ITargetBlock<int> target) =>
            block.ReleaseReservation(messageHeader, target);
    }
}
