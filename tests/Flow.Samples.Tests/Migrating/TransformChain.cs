using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Flow;

namespace Samples.Migrating;

public sealed class TransformChain
{
    [Fact]
    public async Task A_chain_with_backpressure()
    {
        var lines = Enumerable.Range(0, 1_000).Select(number => $"{number}").ToArray();
        Assert.Equal(Enumerable.Range(0, 1_000), await WithDataflowAsync(lines).Limit());
        Assert.Equal(Enumerable.Range(0, 1_000), await WithChannelsAsync(lines).Limit());
        Assert.Equal(Enumerable.Range(0, 1_000), await WithFlowAsync(lines).Limit());
    }

    private static async Task<List<int>> WithDataflowAsync(IEnumerable<string> lines)
    {
        var stored = new List<int>();
        var parse = new TransformBlock<string, int>(Parse, new ExecutionDataflowBlockOptions { BoundedCapacity = 100 });
        var store = new ActionBlock<int>(stored.Add, new ExecutionDataflowBlockOptions { BoundedCapacity = 100 });
        parse.LinkTo(store, new DataflowLinkOptions { PropagateCompletion = true });

        foreach (var line in lines) await parse.SendAsync(line);
        parse.Complete();
        await store.Completion;
        return stored;
    }

    private static async Task<List<int>> WithChannelsAsync(IEnumerable<string> lines)
    {
        var stored = new List<int>();
        var texts = Channel.CreateBounded<string>(100);
        var numbers = Channel.CreateBounded<int>(100);
        var reading = Task.Run(async () =>
        {
            foreach (var line in lines) await texts.Writer.WriteAsync(line);
            texts.Writer.Complete();
        });
        var parsing = Task.Run(async () =>
        {
            await foreach (var line in texts.Reader.ReadAllAsync()) await numbers.Writer.WriteAsync(Parse(line));
            numbers.Writer.Complete();
        });
        await foreach (var number in numbers.Reader.ReadAllAsync()) stored.Add(number);
        await Task.WhenAll(reading, parsing);
        return stored;
    }

    private static async Task<List<int>> WithFlowAsync(IEnumerable<string> lines)
    {
        var stored = new List<int>();
        await using var run = Pipeline.Of<string>()
            .Map("parse", Parse, new(100))
            .Run(lines, Sink.ForEach<int>("store", stored.Add, new(100)));
        await run.Completion;
        return stored;
    }

    private static int Parse(string line) => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
}
