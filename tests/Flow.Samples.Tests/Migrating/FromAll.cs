using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class FromAll
{
    [Fact]
    public async Task All_of_both()
    {
        var (low, high) = (Enumerable.Range(0, 300), Enumerable.Range(300, 700));
        Assert.Equal(Enumerable.Range(0, 1_000), (await WithDataflowAsync(low, high).Limit()).Order());
        Assert.Equal(Enumerable.Range(0, 1_000), (await WithChannelsAsync(low, high).Limit()).Order());
        Assert.Equal(Enumerable.Range(0, 1_000), (await WithFlowAsync(low, high).Limit()).Order());
    }

    private static async Task<List<int>> WithDataflowAsync(IEnumerable<int> low, IEnumerable<int> high)
    {
        var stored = new List<int>();
        var options = new ExecutionDataflowBlockOptions { BoundedCapacity = 100 };
        var (lows, highs) = (new BufferBlock<int>(options), new BufferBlock<int>(options));
        var store = new ActionBlock<int>(stored.Add, options);
        lows.LinkTo(store);
        highs.LinkTo(store);                                          // with PropagateCompletion the first to end would cut the other off

        await Task.WhenAll(FeedAsync(lows, low), FeedAsync(highs, high));
        await Task.WhenAll(lows.Completion, highs.Completion);
        store.Complete();
        await store.Completion;
        return stored;

        static async Task FeedAsync(BufferBlock<int> block, IEnumerable<int> numbers)
        {
            foreach (var number in numbers) await block.SendAsync(number);
            block.Complete();
        }
    }

    private static async Task<List<int>> WithChannelsAsync(IEnumerable<int> low, IEnumerable<int> high)
    {
        var stored = new List<int>();
        var merged = Channel.CreateBounded<int>(100);
        var writing = merged.Writer.CompleteAfterAsync(() => Task.WhenAll(FeedAsync(low), FeedAsync(high)));
        await foreach (var number in merged.Reader.ReadAllAsync()) stored.Add(number);
        await writing;
        return stored;

        async Task FeedAsync(IEnumerable<int> numbers)
        {
            foreach (var number in numbers) await merged.Writer.WriteAsync(number);
        }
    }

    private static async Task<List<int>> WithFlowAsync(IEnumerable<int> low, IEnumerable<int> high)
    {
        var stored = new List<int>();
        await using var run = Pipeline.Merge("numbers", ("low", Source.From("count", low)), ("high", Source.From("count", high)))
            .Then(Sink.ForEach<int>("store", stored.Add, new(100)))
            .Run();
        await run.Completion;
        return stored;
    }
}
