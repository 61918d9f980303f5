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

    [Fact]
    public async Task A_line_that_cannot_be_parsed_is_heard_of()
    {
        string[] lines = ["1", "x", "3"];
        // Each link wraps it once more.
        Assert.IsType<FormatException>((await Assert.ThrowsAsync<AggregateException>(() => WithDataflowAsync(lines).Limit())).GetBaseException());
        await Assert.ThrowsAsync<FormatException>(() => WithChannelsAsync(lines).Limit());
        Assert.Equal("parse", (await Assert.ThrowsAsync<StageFaultException>(() => WithFlowAsync(lines).Limit())).Stage);
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
        var reading = texts.Writer.CompleteAfterAsync(async () =>
        {
            foreach (var line in lines) await texts.Writer.WriteAsync(line);
        });
        var parsing = numbers.Writer.CompleteAfterAsync(async () =>
        {
            await foreach (var line in texts.Reader.ReadAllAsync()) await numbers.Writer.WriteAsync(Parse(line));
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
