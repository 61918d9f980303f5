using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters.Tests.Dataflow;

public class PipelineBlockTests
{
    private static readonly DataflowLinkOptions Whole = new() { PropagateCompletion = true };
    private static readonly Pipeline<int, int> Next = Pipeline.Of<int>().Map("next", x => x + 1, new(1));

    [Fact]
    public async Task Among_blocks_all_that_is_sent_arrives_in_order_and_the_end_after_it()
    {
        var before = new TransformBlock<int, int>(x => x * 2, new ExecutionDataflowBlockOptions { BoundedCapacity = 3 });
        var block = Next.AsBlock(boundedCapacity: 2);
        var received = new List<int>();
        var after = new ActionBlock<int>(received.Add, new ExecutionDataflowBlockOptions { BoundedCapacity = 1 });
        before.LinkTo(block, Whole);
        block.LinkTo(after, Whole);

        for (var i = 0; i < 500; i++) Assert.True(await before.SendAsync(i).Limit());
        before.Complete();

        await after.Completion.Limit();
        Assert.Equal(Enumerable.Range(0, 500).Select(x => (x * 2) + 1), received);
        Assert.True(block.Run.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Full_it_postpones_what_it_is_offered_and_takes_it_when_there_is_room()
    {
        var block = Next.AsBlock(boundedCapacity: 2);
        // Before it and behind it, its hops included; then in the hands of its way in, the stage, and its way out.
        const int Least = 2 + 2;
        for (var i = 0; i < Least; i++) Assert.True(await block.SendAsync(i).Limit());
        var sending = Enumerable.Range(Least, 3 + 1).Select(i => block.SendAsync(i)).ToArray();
        Assert.False(sending[^1].IsCompleted);
        Assert.False(block.Post(-1));

        var received = new List<int>();
        for (var i = 0; i < Least + sending.Length; i++) received.Add(await block.ReceiveAsync().Limit());
        Assert.All(await Task.WhenAll(sending).Limit(), Assert.True);
        Assert.Equal(Enumerable.Range(1, Least + sending.Length), received);
        block.Complete();
        await block.Completion.Limit();
    }

    [Fact]
    public async Task It_completes_only_when_its_results_have_been_taken()
    {
        var block = Next.AsBlock(boundedCapacity: 10);
        await block.SendAsync(1).Limit();
        block.Complete();
        await block.Run.Completion.Limit();
        Assert.False(block.Completion.IsCompleted);
        Assert.Equal(2, await block.ReceiveAsync().Limit());
        await block.Completion.Limit();
    }

    [Fact]
    public async Task A_stages_fault_is_the_blocks_and_a_sender_who_waits_is_told()
    {
        var block = Pipeline.Of<int>().MapAsync<int, int, int>("divide", async (x, _) =>
        {
            await Task.Yield();
            return 10 / (x - 20);
        }).AsBlock(boundedCapacity: 1);
        block.LinkTo(DataflowBlock.NullTarget<int>());

        var sending = Task.Run(async () =>
        {
            while (await block.SendAsync(20))
            {
                // Until it is refused.
            }
        });

        await sending.Limit();
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => block.Completion.Limit());
        Assert.Equal("divide", fault.Stage);
    }

    [Fact]
    public async Task A_fault_from_before_reaches_the_run_and_what_comes_after()
    {
        var before = new BufferBlock<int>();
        var block = Next.AsBlock(boundedCapacity: 1);
        before.LinkTo(block, Whole);
        var error = new InvalidOperationException("broken");

        ((IDataflowBlock)before).Fault(error);

        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => block.Completion.Limit()));
        Assert.Same(error, Assert.IsType<StageFaultException>(block.Run.Completion.Exception!.InnerException).InnerException);
    }

    [Fact]
    public async Task However_wide_the_hop_before_its_first_stage_is_elsewhere_it_is_part_of_the_room_that_was_asked_for()
    {
        var block = Pipeline.Of<int>().Map("first", item => item).Map("last", item => item, new(7)).AsBlock(boundedCapacity: 5);
        Assert.Equal([2L, 7, 2], block.Run.Snapshot().Hops.Select(hop => hop.Reading.Capacity));
        await block.Run.StopAsync().Limit();
    }

    [Fact]
    public async Task A_fault_is_the_blocks_though_nobody_takes_its_results()
    {
        var block = Pipeline.Of<int>()
            .Map("look", item => item == 3 ? throw new InvalidOperationException("three") : item, new(1))
            .Map("same", item => item, new(1)).AsBlock(boundedCapacity: 1);
        // Behind it, in the hand of its way out, and in the hop before that.
        for (var item = 0; item <= 3; item++) Assert.True(await block.SendAsync(item).Limit());
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => block.Completion.Limit());
        Assert.Equal(("look", "three"), (fault.Stage, fault.InnerException!.Message));
        Assert.False(block.TryReceive(null, out _));
    }

    [Fact]
    public async Task Faulted_it_ends_though_nobody_takes_its_results_and_disposes_what_is_in_it()
    {
        var block = Pipeline.Of<Rented>().Map("same", item => item, new(1)).AsBlock(boundedCapacity: 2);
        var items = Enumerable.Range(0, 5).Select(_ => new Rented()).ToArray();
        foreach (var item in items) Assert.True(await block.SendAsync(item).Limit());

        var error = new InvalidOperationException("broken");
        ((IDataflowBlock)block).Fault(error);

        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => block.Completion.Limit()));
        Assert.True(block.Run.Completion.IsFaulted);
        Assert.All(items, item => Assert.Equal(1, item.Disposals));
    }

    [Fact]
    public async Task A_fault_after_its_completion_is_nothing_to_it()
    {
        var block = Next.AsBlock(boundedCapacity: 1);
        block.Complete();
        ((IDataflowBlock)block).Fault(new InvalidOperationException("late"));
        await block.Completion.Limit();
    }

    [Fact]
    public async Task What_nobody_took_when_a_stage_faulted_is_disposed()
    {
        var made = new ConcurrentQueue<Rented>();
        var block = Pipeline.Of<int>().Map("make", item => item == 5 ? throw new InvalidOperationException("five") : Made(made), new(1))
            .AsBlock(boundedCapacity: 8);
        for (var item = 0; item < 6; item++) await block.SendAsync(item).Limit();
        await Assert.ThrowsAsync<StageFaultException>(() => block.Completion.Limit());
        Assert.Equal(5, made.Count);
        Assert.All(made, item => Assert.Equal(1, item.Disposals));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_nobody_took_when_it_is_cancelled_is_disposed(bool whenTheRunHasEnded)
    {
        using var cancel = new CancellationTokenSource();
        var made = new ConcurrentQueue<Rented>();
        var block = Pipeline.Of<int>().Map("make", _ => Made(made), new(1))
            .AsBlock(boundedCapacity: 6, new RunOptions { CancellationToken = cancel.Token });
        for (var item = 0; item < 3; item++) await block.SendAsync(item).Limit();
        await block.OutputAvailableAsync().Limit();
        if (whenTheRunHasEnded)
        {
            block.Complete();
            await block.Run.Completion.Limit();
        }

        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => block.Completion.Limit());
        Assert.True(block.Completion.IsCanceled);
        Assert.All(made, item => Assert.Equal(1, item.Disposals));
    }

    [Fact]
    public async Task An_item_that_cannot_be_disposed_keeps_nothing_from_ending()
    {
        var block = Pipeline.Of<Stubborn>().Then<int>("first", async (input, output, token) => await input.ReadAsync(token))
            .AsBlock(boundedCapacity: 4);
        while (await block.SendAsync(new Stubborn()).Limit())
        {
            // Until it is refused: some are in it when the pipeline has had enough.
        }

        await Task.WhenAny(block.Completion).Limit();
        Assert.True(block.Run.Completion.IsCompleted);
    }

    [Fact]
    public void It_ends_for_whoever_waits_in_the_way_of_its_own_context()
    {
        var ended = false;
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new Blocked());
            var block = Next.AsBlock(boundedCapacity: 10);
            block.LinkTo(DataflowBlock.NullTarget<int>());
            block.Post(1);
            block.Complete();
            ended = block.Completion.Wait(TimeSpan.FromSeconds(30));
        });
        thread.Start();
        thread.Join();
        Assert.True(ended);
    }

    [Fact]
    public async Task A_sink_is_a_target_that_ends_when_the_run_has()
    {
        var received = new List<int>();
        var block = Sink.ForEach<int>("collect", received.Add).AsBlock(boundedCapacity: 2);
        for (var i = 0; i < 100; i++) Assert.True(await block.SendAsync(i).Limit());
        block.Complete();
        await block.Completion.Limit();
        Assert.Equal(Enumerable.Range(0, 100), received);
    }

    [Fact]
    public async Task A_faulted_sink_is_told_the_error_and_does_not_take_a_part_for_the_whole()
    {
        var behind = new BufferBlock<int>();
        var block = Sink.To("behind", behind).AsBlock(boundedCapacity: 2);
        var error = new InvalidOperationException("broken");
        ((ITargetBlock<int>)block).Fault(error);
        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => block.Completion.Limit()));
        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => behind.Completion.Limit()));
    }

    [Fact]
    public async Task A_pipeline_that_has_had_enough_ends_the_block_and_what_waits_is_disposed()
    {
        var block = Pipeline.Of<Rented>().Then<int>("first", async (input, output, token) =>
        {
            (await input.ReadAsync(token)).Dispose();
            await output.WriteAsync(1, token);
        }).AsBlock(boundedCapacity: 8);

        var items = new List<Rented>();
        while (items.Count < 5_000)
        {
            var item = new Rented();
            if (!await block.SendAsync(item).Limit()) break;
            items.Add(item);
        }

        Assert.Equal(1, await block.ReceiveAsync().Limit());
        await block.Completion.Limit();
        Assert.All(items, item => Assert.Equal(1, item.Disposals));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelled_or_stopped_it_does_not_look_complete(bool byToken)
    {
        using var cancel = new CancellationTokenSource();
        var block = Next.AsBlock(boundedCapacity: 1, new RunOptions { CancellationToken = byToken ? cancel.Token : default });
        await block.SendAsync(1).Limit();
        if (byToken) cancel.Cancel();
        else await block.Run.StopAsync().Limit();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => block.Completion.Limit());
        Assert.Equal(byToken, block.Completion.IsCanceled);
        Assert.False(await block.SendAsync(2).Limit());
    }

    [Fact]
    public async Task Cancelled_it_is_complete_when_its_run_has_ended()
    {
        using var cancel = new CancellationTokenSource();
        var (taken, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        var block = Pipeline.Of<int>().MapAsync("slow", async (item, _) =>
        {
            taken.SetResult();
            await letGo.Task;
            return item;
        }).AsBlock(boundedCapacity: 1, new RunOptions { CancellationToken = cancel.Token });
        await block.SendAsync(1).Limit();
        await taken.Task.Limit();

        cancel.Cancel();
        Assert.False(block.Completion.IsCompleted);

        letGo.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => block.Completion.Limit());
        Assert.True(block.Run.Completion.IsCompleted);
        Assert.False(await block.SendAsync(2).Limit());
    }

    private static Rented Made(ConcurrentQueue<Rented> made)
    {
        var item = new Rented();
        made.Enqueue(item);
        return item;
    }

    private sealed class Stubborn : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("It stays.");
    }
}
