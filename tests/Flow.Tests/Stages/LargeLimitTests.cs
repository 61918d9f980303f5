namespace Flow.Tests.Stages;

public class LargeLimitTests
{
    private static readonly int[] Numbers = [.. Enumerable.Range(0, 1000)];

    [Fact]
    public async Task A_batch_without_an_end_takes_no_more_room_than_its_items()
    {
        Assert.Equal(Numbers, Assert.Single(await Pipeline.Of<int>().Batch("all", size: int.MaxValue, within: TimeSpan.FromDays(1)).CollectAsync(Numbers)));
        Assert.Equal([700, 300], (await Pipeline.Of<int>().Batch("some", size: 700).CollectAsync(Numbers)).Select(batch => batch.Length));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_without_an_end_take_no_more_room_than_their_items(bool ordered)
    {
        var pipeline = Pipeline.Of<int>().MapAsync("call", (x, _) => new ValueTask<int>(x), parallelism: int.MaxValue, ordered);

        Assert.Equal(Numbers, (await pipeline.CollectAsync(Numbers)).Order());
    }

    [Fact]
    public async Task A_time_longer_than_a_timer_can_run_is_no_limit()
    {
        var pipeline = Pipeline.Of<int>()
            .Timeout("each", idle: TimeSpan.MaxValue)
            .Timeout("first", idle: TimeSpan.FromDays(1), first: TimeSpan.MaxValue)
            .GroupBy("key", x => x % 2, _ => Pipeline.Of<int>(), idle: TimeSpan.MaxValue)
            .Batch("all", size: 2000, within: TimeSpan.MaxValue);
        var input = Hop<int>.Create(new(2000));
        await using var run = pipeline.Run(input.Reader, Hop<int[]>.Create(new(1)).Writer);
        // Each stage waits before its first item, and after it.
        input.Writer.TryWrite(0);
        await Within.Until(() => run.Snapshot().Hops.Any(hop => hop.To == "all" && hop.Reading.Delivered == 1));
        input.Writer.TryWrite(1);
        await Within.Until(() => run.Snapshot().Hops.Any(hop => hop.To == "all" && hop.Reading.Delivered == 2));
        input.Writer.TryComplete();

        await run.Completion.Limit();
    }
}
