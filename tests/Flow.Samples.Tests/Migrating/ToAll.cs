using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class ToAll
{
    [Fact]
    public async Task Every_item_to_both()
    {
        Assert.Equal(Enumerable.Range(0, 1_000).Append(1_000), await WithDataflowAsync(Enumerable.Range(0, 1_000)).Limit());
        Assert.Equal(Enumerable.Range(0, 1_000).Append(1_000), await WithChannelsAsync(Enumerable.Range(0, 1_000)).Limit());
        Assert.Equal(Enumerable.Range(0, 1_000).Append(1_000), await WithFlowAsync(Enumerable.Range(0, 1_000)).Limit());
    }

    private static async Task<List<int>> WithDataflowAsync(IEnumerable<int> numbers)
    {
        var (stored, counted) = (new List<int>(), 0);
        var store = new ActionBlock<int>(stored.Add, new ExecutionDataflowBlockOptions { BoundedCapacity = 10 });
        var count = new ActionBlock<int>(_ => counted++, new ExecutionDataflowBlockOptions { BoundedCapacity = 10 });
        // A BroadcastBlock would overwrite what a full block has not taken yet.
        var both = new ActionBlock<int>(
            async number => await Task.WhenAll(store.SendAsync(number), count.SendAsync(number)),
            new ExecutionDataflowBlockOptions { BoundedCapacity = 10 });

        foreach (var number in numbers) await both.SendAsync(number);
        both.Complete();
        await both.Completion;
        store.Complete();
        count.Complete();
        await Task.WhenAll(store.Completion, count.Completion);
        return [.. stored, counted];
    }

    private static async Task<List<int>> WithChannelsAsync(IEnumerable<int> numbers)
    {
        var (stored, counted) = (new List<int>(), 0);
        var (toStore, toCount) = (Channel.CreateBounded<int>(10), Channel.CreateBounded<int>(10));
        var storing = Task.Run(async () =>
        {
            await foreach (var number in toStore.Reader.ReadAllAsync()) stored.Add(number);
        });
        var counting = Task.Run(async () =>
        {
            await foreach (var number in toCount.Reader.ReadAllAsync()) counted++;
        });
        await toStore.Writer.CompleteAfterAsync(async () =>
        {
            foreach (var number in numbers)
            {
                await toStore.Writer.WriteAsync(number);
                await toCount.Writer.WriteAsync(number);
            }
        });
        toCount.Writer.TryComplete();                                 // what went wrong is in the other
        await Task.WhenAll(storing, counting);
        return [.. stored, counted];
    }

    private static async Task<List<int>> WithFlowAsync(IEnumerable<int> numbers)
    {
        var (stored, counted) = (new List<int>(), 0);
        await using var run = Source.From("numbers", numbers)
            .Broadcast("both",
                ("store", Sink.ForEach<int>("store", stored.Add, new(10))),
                ("count", Sink.ForEach<int>("count", _ => counted++, new(10))))
            .Run();
        await run.Completion;
        return [.. stored, counted];
    }
}
