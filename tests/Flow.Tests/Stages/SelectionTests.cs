namespace Flow.Tests.Stages;

public class SelectionTests
{
    private static readonly int[] Numbers = [.. Enumerable.Range(0, 1000)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(2000)]
    public async Task Take_and_skip_do_what_Linq_does(int count)
    {
        Assert.Equal(Numbers.Take(count), await Pipeline.Of<int>().Take("take", count).CollectAsync(Numbers));
        Assert.Equal(Numbers.Skip(count), await Pipeline.Of<int>().Skip("skip", count).CollectAsync(Numbers));
        Assert.Equal(Numbers.TakeWhile(x => x < count), await Pipeline.Of<int>().TakeWhile("take", x => x < count).CollectAsync(Numbers));
        Assert.Equal(Numbers.SkipWhile(x => x < count), await Pipeline.Of<int>().SkipWhile("skip", x => x < count).CollectAsync(Numbers));
    }

    [Fact]
    public async Task Take_ends_an_endless_source()
    {
        Assert.Equal(Enumerable.Range(0, 500), await Pipeline.Of<int>().Take("take", 500).CollectAsync(Sequences.Endless));
    }

    [Fact]
    public async Task Take_ends_without_waiting_for_one_more()
    {
        var received = new List<int>();

        await using var run = Pipeline.Of<int>().Take("three", 3).Run(Sequences.ThreeThenNever, Sink.Collect("keep", received));
        await run.Completion.Limit();

        Assert.Equal([0, 1, 2], received);
    }

    [Fact]
    public async Task Take_leaves_the_rest_to_the_reader_of_the_channel()
    {
        var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();
        foreach (var number in Enumerable.Range(0, 10)) channel.Writer.TryWrite(number);

        await using var run = Pipeline.Of<int>().Take("three", 3).Then(Sink.Ignore<int>()).Run(channel.Reader);
        await run.Completion.Limit();

        Assert.True(channel.Reader.TryRead(out var next));
        Assert.Equal(3, next);
    }

    [Fact]
    public async Task Scan_gives_every_state_but_the_seed()
    {
        var sums = Pipeline.Of<int>().Scan("sum", 100L, (sum, x) => sum + x);

        Assert.Equal([100, 101, 103, 106], await sums.CollectAsync([0, 1, 2, 3]));
        Assert.Equal([101], await sums.CollectAsync([1]));
    }

    [Fact]
    public async Task MapSpan_gets_batches_and_fills_one_of_the_same_length()
    {
        var lengths = new List<(int From, int To)>();
        var halves = Pipeline.Of<int>().MapSpan("halve", (ReadOnlySpan<int> from, Span<double> to) =>
        {
            lengths.Add((from.Length, to.Length));
            for (var i = 0; i < from.Length; i++) to[i] = from[i] / 2.0;
        });

        Assert.Equal(Numbers.Select(x => x / 2.0), await halves.CollectAsync(Numbers));
        Assert.All(lengths, pair => Assert.Equal(pair.From, pair.To));
        Assert.All(lengths, pair => Assert.InRange(pair.From, 1, 256));
    }

    [Fact]
    public async Task Buffer_lets_the_source_run_ahead()
    {
        var (ahead, reading) = (new TaskCompletionSource(), new TaskCompletionSource());
        var source = Source.From("source", Enumerable.Range(0, 10_000).Select(x =>
        {
            if (x == 5000) ahead.SetResult();
            return x;
        }));
        var count = 0;

        await using var run = source.Buffer("buffer", 6000)
            .Then(Sink.ForEachAsync<int>("late", async (_, _) =>
            {
                await reading.Task;
                count++;
            })).Run();
        await ahead.Task.Limit();
        reading.SetResult();
        await run.Completion.Limit();

        Assert.Equal(10_000, count);
    }
}
