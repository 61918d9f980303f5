using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;

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
}
