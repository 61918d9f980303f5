using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class ByPredicate
{
    [Fact]
    public async Task Each_item_to_one()
    {
        var expected = Enumerable.Range(-250, 500).Select(number => number % 2 == 0 ? $"even {number}" : $"odd {number}").Order();
        Assert.Equal(expected, (await WithDataflowAsync(Enumerable.Range(-250, 500)).Limit()).Order());
        Assert.Equal(expected, (await WithChannelsAsync(Enumerable.Range(-250, 500)).Limit()).Order());
        Assert.Equal(expected, (await WithFlowAsync(Enumerable.Range(-250, 500)).Limit()).Order());
    }

    private static async Task<List<string>> WithDataflowAsync(IEnumerable<int> numbers)
    {
        var stored = new List<string>();
        var options = new ExecutionDataflowBlockOptions { BoundedCapacity = 100 };
        var link = new DataflowLinkOptions { PropagateCompletion = true };
        var all = new BufferBlock<int>(options);
        var even = new TransformBlock<int, string>(number => $"even {number}", options);
        var odd = new TransformBlock<int, string>(number => $"odd {number}", options);
        var store = new ActionBlock<string>(stored.Add, options);
        all.LinkTo(even, link, number => number % 2 == 0);
        all.LinkTo(odd, link, number => number % 2 != 0);             // without this it would take even ones while even is full
        even.LinkTo(store);                                           // no PropagateCompletion: the first to end would cut the other off
        odd.LinkTo(store);

        foreach (var number in numbers) await all.SendAsync(number);
        all.Complete();
        await Task.WhenAll(even.Completion, odd.Completion);
        store.Complete();
        await store.Completion;
        return stored;
    }

    private static async Task<List<string>> WithChannelsAsync(IEnumerable<int> numbers)
    {
        var stored = new List<string>();
        var (evens, odds) = (Channel.CreateBounded<int>(100), Channel.CreateBounded<int>(100));
        var named = Channel.CreateBounded<string>(100);
        var sorting = evens.Writer.CompleteAfterAsync(() => odds.Writer.CompleteAfterAsync(async () =>
        {
            foreach (var number in numbers) await (number % 2 == 0 ? evens : odds).Writer.WriteAsync(number);
        }));
        var naming = named.Writer.CompleteAfterAsync(() => Task.WhenAll(NameAsync("even", evens.Reader), NameAsync("odd", odds.Reader)));
        await foreach (var name in named.Reader.ReadAllAsync()) stored.Add(name);
        await Task.WhenAll(sorting, naming);
        return stored;

        async Task NameAsync(string kind, ChannelReader<int> of)
        {
            await foreach (var number in of.ReadAllAsync()) await named.Writer.WriteAsync($"{kind} {number}");
        }
    }

    private static async Task<List<string>> WithFlowAsync(IEnumerable<int> numbers)
    {
        var stored = new List<string>();
        await using var run = Pipeline.Of<int>()
            .Partition("parity", number => number & 1,                // not % 2, which is -1 for -1
                ("even", Pipeline.Of<int>().Map("name", number => $"even {number}")),
                ("odd", Pipeline.Of<int>().Map("name", number => $"odd {number}")))
            .Run(numbers, Sink.ForEach<string>("store", stored.Add, new(100)));
        await run.Completion;
        return stored;
    }
}
