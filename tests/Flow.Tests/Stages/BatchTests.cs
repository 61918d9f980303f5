namespace Flow.Tests.Stages;

public class BatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arrays_are_full_but_for_the_last()
    {
        var arrays = await Pipeline.Of<int>().Batch("batch", 7).CollectAsync(Enumerable.Range(0, 100));

        Assert.Equal(Enumerable.Range(0, 100).Chunk(7), arrays);
    }

    [Fact]
    public async Task Arrays_are_full_with_a_time_limit_that_does_not_pass()
    {
        var arrays = await Pipeline.Of<int>().Batch("batch", 7, within: TimeSpan.FromDays(1)).CollectAsync(Enumerable.Range(0, 100));

        Assert.Equal(Enumerable.Range(0, 100).Chunk(7), arrays);
    }

    [Fact]
    public async Task Nothing_in_means_nothing_out()
    {
        Assert.Empty(await Pipeline.Of<int>().Batch("batch", 7, within: Second).CollectAsync([]));
    }

    [Fact]
    public async Task An_array_leaves_when_its_time_has_passed_since_its_first_item()
    {
        var time = new TimerWatch();
        var (input, output) = (Hop<int>.Create(new(16)), Hop<int[]>.Create(new(16)));
        await using var run = Pipeline.Of<int>().Batch("batch", 10, within: Second)
            .Run(input.Reader, output.Writer, new RunOptions { TimeProvider = time });

        for (var round = 0; round < 3; round++)
        {
            time.Advance(Second * 10);
            input.Writer.TryWrite([round, round + 100]);
            await time.TimerStarted().Limit();
            time.Advance(Second * 0.9);
            Assert.Equal(0, output.Reader.Count);

            time.Advance(Second * 0.1);

            Assert.True(await output.Reader.WaitToReadAsync(Token).AsTask().Limit());
            Assert.True(output.Reader.TryRead(out var array));
            Assert.Equal([round, round + 100], array);
        }
    }

    [Fact]
    public async Task No_time_limit_runs_while_nothing_waits()
    {
        var time = new TimerWatch();
        var input = Hop<int>.Create(new(16));
        var run = Pipeline.Of<int>().Batch("batch", 2, within: Second).Then(Sink.Ignore<int[]>())
            .Run(input.Reader, new RunOptions { TimeProvider = time });
        input.Writer.TryWrite(1);
        await time.TimerStarted().Limit();

        input.Writer.Complete();
        await run.Completion.Limit();

        Assert.Equal(0, time.Running);
    }

    [Fact]
    public async Task What_is_gathered_when_the_input_ends_with_an_error_still_leaves()
    {
        var received = new List<int[]>();
        var source = Source.From("source", Enumerable.Range(0, 5).Select(x => x == 3 ? throw new FormatException() : x));

        await using var run = source.Batch("batch", 10, within: Second).Then(Sink.ForEach<int[]>("keep", received.Add)).Run();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal([0, 1, 2], Assert.Single(received));
    }

    [Fact]
    public async Task An_array_weighs_no_more_than_it_may_and_is_full_when_the_next_item_would_not_fit()
    {
        var arrays = await Pipeline.Of<int>().Batch("batch", weight: 10, weigh: x => x).CollectAsync([4, 6, 7, 3, 1, 9, 2, 2, 2, 2, 2, 5, 6]);

        Assert.Equal<int[]>([[4, 6], [7, 3], [1, 9], [2, 2, 2, 2, 2], [5], [6]], arrays);
    }

    [Fact]
    public async Task An_item_heavier_than_an_array_may_be_is_alone()
    {
        var arrays = await Pipeline.Of<int>().Batch("batch", weight: 10, weigh: x => x).CollectAsync([1, 50, 2, 3, 60, 70]);

        Assert.Equal<int[]>([[1], [50], [2, 3], [60], [70]], arrays);
    }

    [Fact]
    public async Task Items_without_weight_fill_an_array_by_number()
    {
        var arrays = await Pipeline.Of<int>().Batch("batch", 3, weight: 10, weigh: _ => 0).CollectAsync(Enumerable.Range(0, 7));

        Assert.Equal(Enumerable.Range(0, 7).Chunk(3), arrays);
    }

    [Fact]
    public async Task What_is_weighed_before_an_item_that_cannot_be_still_leaves()
    {
        var received = new List<int[]>();
        var items = Pipeline.Of<int>().Batch("batch", weight: 10, weigh: x => x == 5 ? -1 : x);

        await using var run = items.Run([4, 3, 5, 1], Sink.Collect("keep", received));
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal([4, 3], Assert.Single(received));
        Assert.Equal("An item of the batch 'batch' weighs less than 0; no item does.", fault.InnerException!.Message);
    }

    [Fact]
    public void A_weight_comes_with_a_way_to_weigh()
    {
        Assert.Throws<ArgumentException>(() => Pipeline.Of<int>().Batch("batch", weight: 10));
        Assert.Throws<ArgumentException>(() => Pipeline.Of<int>().Batch("batch", weigh: x => x));
    }

    [Fact]
    public async Task Items_of_an_array_nobody_takes_are_released()
    {
        var items = Enumerable.Range(0, 10).Select(_ => new Rented()).ToArray();
        var none = Pipeline.Of<Rented[]>().Then<Nothing>("none", async (input, _, token) => await input.WaitToReadAsync(token));

        await using var run = Pipeline.Of<Rented>().Batch("batch", 100).Run(items, none);
        await run.Completion.Limit();

        Assert.All(items, item => Assert.Equal(1, item.Disposals));
    }
}
