using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
using Flow.Testing;

namespace Flow.Adapters.Tests.Dataflow;

public class DataflowSinkTests
{
    [Fact]
    public async Task All_arrives_in_order_and_the_run_ends_when_the_block_has()
    {
        var received = new List<int>();
        var block = new ActionBlock<int>(received.Add, new ExecutionDataflowBlockOptions { BoundedCapacity = 2 });
        await using var run = Source.From("numbers", Enumerable.Range(0, 500)).Then(Sink.To("block", block)).Run();
        await run.Completion.Limit();
        Assert.True(block.Completion.IsCompletedSuccessfully);
        Assert.Equal(Enumerable.Range(0, 500), received);
    }

    [Fact]
    public async Task A_blocks_fault_is_the_sinks_even_while_nothing_comes()
    {
        var block = new ActionBlock<int>(_ => throw new InvalidOperationException("no"));
        var hop = Hop<int>.Create(new(4));
        await using var run = Sink.To("block", block).Run(hop.Reader);
        await hop.Writer.WriteAsync(1);
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal("block", fault.Stage);
        Assert.Equal("no", fault.InnerException!.Message);
        Assert.True(hop.Writer.IsAbandoned);
    }

    [Fact]
    public async Task The_error_of_the_input_faults_the_block()
    {
        var block = new BufferBlock<int>();
        var error = new InvalidOperationException("broken");
        await using var run = Source.From("numbers", Enumerable.Range(0, 3).Select(x => x < 2 ? x : throw error))
            .Then(Sink.To("block", block)).Run();
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal("numbers", fault.Stage);
        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => block.Completion.Limit()));
    }

    [Fact]
    public async Task A_full_block_stops_the_source()
    {
        var block = new BufferBlock<int>(new DataflowBlockOptions { BoundedCapacity = 4 });
        var hop = Hop<int>.Create(new(2));
        await using var run = Sink.To("block", block).Run(hop.Reader);
        for (var i = 0; i < 4 + 1 + 2; i++) await hop.Writer.WriteAsync(i).Limit();
        var waiting = hop.Writer.WriteAsync(7).AsTask();
        Assert.False(waiting.IsCompleted);

        var received = new List<int>();
        hop.Writer.TryWrite(0);
        for (var i = 0; i < 8; i++) received.Add(await block.ReceiveAsync().Limit());
        await waiting.Limit();
        Assert.Equal(Enumerable.Range(0, 8), received);
    }

    [Fact]
    public async Task A_block_that_takes_no_more_ends_the_run_and_the_item_it_refused_is_disposed()
    {
        var block = new ActionBlock<Rented>(item => item.Dispose());
        var made = new ConcurrentQueue<Rented>();
        IEnumerable<Rented> Endless()
        {
            while (true)
            {
                var item = new Rented();
                made.Enqueue(item);
                if (made.Count == 300) block.Complete();
                yield return item;
            }
        }

        await using var run = Source.From("endless", Endless()).Then(Sink.To("block", block, new HopOptions<Rented>(8))).Run();
        await run.Completion.Limit();
        Assert.All(made, item => Assert.Equal(1, item.Disposals));
    }

    [Fact]
    public async Task Stopping_the_run_faults_the_block()
    {
        var block = new BufferBlock<int>(new DataflowBlockOptions { BoundedCapacity = 1 });
        await using var run = Source.From("numbers", Enumerable.Range(0, 500)).Then(Sink.To("block", block)).Run();
        await block.OutputAvailableAsync().Limit();
        await run.StopAsync().Limit();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => block.Completion.Limit());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whether_the_run_is_stopped_or_its_input_fails_it_ends_when_the_block_has(bool stopped) =>
        new SimulationScheduler(SchedulePolicy.RoundRobin()).Run(async () =>
        {
            var block = new Held();
            var source = stopped
                ? Source.From("never", Hop<int>.Create(new(1)).Reader)
                : Source.From("broken", Enumerable.Range(0, 1).Select(int (_) => throw new InvalidOperationException("broken")));
            await using var run = source.Then(Sink.To("block", block)).Run(new RunOptions { Scheduler = TaskScheduler.Current });
            await Turns();
            var ended = stopped ? run.StopAsync() : run.Completion;
            await block.Faulted;
            await Turns();
            Assert.False(ended.IsCompleted);

            block.End();
            await Record.ExceptionAsync(() => ended);
            Assert.True(run.Completion.IsCompleted);

            static async Task Turns()
            {
                for (var turn = 0; turn < 50; turn++) await Task.Yield();
            }
        });

    [Fact]
    public async Task An_item_that_a_faulted_block_refused_is_disposed()
    {
        var items = Hop<Rented>.Create(new(1));
        ITargetBlock<Rented> block = new BufferBlock<Rented>();
        block.Fault(new InvalidOperationException("broken"));
        var item = new Rented();
        await items.Writer.WriteAsync(item);
        await using var run = Sink.To("block", block).Run(items.Reader);

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal(1, item.Disposals);
    }

    [Fact]
    public void It_has_no_fault_policy_but_to_stop()
    {
        var sink = Sink.To("block", new BufferBlock<int>());
        var letters = Hop<DeadLetter<int>>.Create(new(1));

        foreach (var policy in new[] { FaultPolicy.Skip(letters.Writer), FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1) })
        {
            Assert.Equal(
                "The stage 'block' throws at an item later than it takes it, so it can have no fault policy but Stop: the item in hand may be another.",
                Assert.Throws<ArgumentException>(() => sink.OnFault("block", policy)).Message);
        }

        sink.OnFault("block", FaultPolicy.Stop);
    }

    private sealed class Held : ITargetBlock<int>
    {
        // In the simulation nothing may go on elsewhere.
        private readonly TaskCompletionSource _faulted = new();
        private readonly TaskCompletionSource _ended = new();

        public Task Faulted => _faulted.Task;

        public Task Completion => _ended.Task;

        public void End() => _ended.SetResult();

        public void Complete()
        {
            // It ends when it is let.
        }

        public void Fault(Exception exception) => _faulted.TrySetResult();

        public DataflowMessageStatus OfferMessage(
            DataflowMessageHeader messageHeader, int messageValue, ISourceBlock<int>? source, bool consumeToAccept) => DataflowMessageStatus.Accepted;
    }
}
