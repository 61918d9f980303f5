namespace Flow.Tests.Stages;

public class BranchTests
{
    private static readonly int[] Numbers = [.. Enumerable.Range(0, 1000)];

    [Fact]
    public async Task Broadcast_gives_every_branch_every_item_in_order()
    {
        var (left, right) = (new List<int>(), new List<int>());
        var both = Pipeline.Of<int>().Broadcast("both", ("left", Sink.Collect("keep", left)), ("right", Sink.Collect("keep", right, new(1))));

        await using var run = Source.From("numbers", Numbers).Then(both).Run();
        await run.Completion.Limit();

        Assert.Equal(Numbers, left);
        Assert.Equal(Numbers, right);
    }

    [Fact]
    public async Task Branches_that_are_sinks_end_what_the_run_writes()
    {
        var (input, output) = (Hop<int>.Create(new(1)), System.Threading.Channels.Channel.CreateUnbounded<Nothing>());
        var both = Pipeline.Of<int>().Broadcast("both", ("left", Sink.Ignore<int>()), ("right", Sink.Ignore<int>()));

        await using var run = both.Run(input.Reader, output.Writer);
        input.Writer.Complete();

        await output.Reader.Completion.Limit();
    }

    [Fact]
    public async Task Broadcast_merges_what_its_branches_make()
    {
        var both = Pipeline.Of<int>().Broadcast("both", ("same", Pipeline.Of<int>()), ("negate", Pipeline.Of<int>().Map("minus", x => -x)));

        var received = await both.CollectAsync(Numbers);

        Assert.Equal(Numbers, received.Where(x => x > 0).Prepend(0));
        Assert.Equal(Numbers.Select(x => -x), received.Where(x => x < 0).Prepend(0));
    }

    [Fact]
    public async Task A_branch_of_a_broadcast_that_is_full_holds_up_the_others_within_a_batch_and_its_hop()
    {
        var (seen, go) = (0, new TaskCompletionSource());
        var both = Pipeline.Of<int>().Broadcast("both",
            ("fast", Sink.ForEach<int>("count", _ => Interlocked.Increment(ref seen))),
            ("stuck", Sink.ForEachAsync<int>("stuck", async (_, _) => await go.Task, new(10))));
        var source = Source.From("numbers", Numbers);

        await using var run = source.Then(both).Run();
        await Within.Until(() => Volatile.Read(ref seen) >= 11);
        Assert.InRange(Volatile.Read(ref seen), 11, 11 + 128);
        go.SetResult();
        await run.Completion.Limit();

        Assert.Equal(Numbers.Length, seen);
    }

    [Fact]
    public async Task A_branch_of_a_broadcast_that_ends_early_does_not_hold_the_rest()
    {
        var (two, all) = (new List<int>(), new List<int>());
        var both = Pipeline.Of<int>().Broadcast("both",
            ("two", Pipeline.Of<int>().Take("first", 2, new(1)).Then(Sink.Collect("keep", two))),
            ("all", Sink.Collect("keep", all)));

        await using var run = Source.From("numbers", Numbers).Then(both).Run();
        await run.Completion.Limit();

        Assert.Equal([0, 1], two);
        Assert.Equal(Numbers, all);
    }

    [Fact]
    public async Task A_broadcast_ends_its_source_when_all_its_branches_have_ended()
    {
        var both = Pipeline.Of<int>().Broadcast("both",
            ("two", Pipeline.Of<int>().Take("first", 2).Then(Sink.Ignore<int>())),
            ("nine", Pipeline.Of<int>().Take("first", 9).Then(Sink.Ignore<int>())));

        await using var run = Source.From("numbers", Sequences.Endless).Then(both).Run();
        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_fault_of_a_branch_ends_the_run_though_nothing_more_comes()
    {
        var input = Hop<int>.Create(new(4));
        var both = Pipeline.Of<int>().Broadcast("both",
            ("fine", Sink.Ignore<int>()), ("faulty", Sink.ForEach<int>("fail", _ => throw new FormatException())));
        await using var run = both.Run(input.Reader);

        input.Writer.TryWrite(1);
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("both/faulty/fail", fault.Stage);
        Assert.True(input.Writer.IsAbandoned);
    }

    [Fact]
    public void Items_that_are_disposed_are_not_broadcast_without_a_way_to_share_them()
    {
        var error = Assert.Throws<ArgumentException>(() => Pipeline.Of<Rented>().Broadcast("both", ("a", Sink.Ignore<Rented>())));

        Assert.Contains("The broadcast 'both' would give the same Rented to several branches", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_are_arrays_of_them()
    {
        var error = Assert.Throws<ArgumentException>(() => Pipeline.Of<Rented>().Batch("batch").Broadcast("both", ("a", Sink.Ignore<Rented[]>())));

        Assert.Equal(
            "The broadcast 'both' would give the same Rented[] to several branches, each of which may dispose it; say by 'share' what each of them gets.",
            error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_item_that_only_turns_out_to_be_disposable_is_not_broadcast_either(bool isInArray)
    {
        var (first, item) = (new object(), new Rented());
        var received = new List<object>();
        var both = Pipeline.Of<object>().Broadcast("both", ("a", Sink.Collect("keep", received)), ("b", Sink.Ignore<object>()));

        await using var run = both.Run([first, isInArray ? new[] { item } : item], Sink.Ignore<Nothing>());
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal(
            $"Stage 'both' faulted: The broadcast 'both' would give the same {(isInArray ? "Rented[]" : "Rented")} to several branches, each of which "
            + "may dispose it; say by 'share' what each of them gets.", fault.Message);
        Assert.Equal(1, item.Disposals);
        Assert.Equal([first], received);
    }

    [Fact]
    public async Task Balance_gives_each_item_to_one_branch_and_evenly()
    {
        var kept = Enumerable.Range(0, 4).Select(_ => new List<int>()).ToArray();
        var go = new TaskCompletionSource();
        var spread = Pipeline.Of<int>().Balance("spread",
            [.. kept.Select((list, at) => ($"{at}", Pipeline.Of<int>().Then<Nothing>("keep", async (input, _, token) =>
            {
                await go.Task;
                await foreach (var item in input.ReadAllAsync(token)) list.Add(item);
            }, new(100))))]);

        await using var run = Source.From("numbers", Numbers[..100]).Then(spread).Run();
        await Within.Until(() => run.Snapshot().Hops.Where(hop => hop.From == "spread").Sum(hop => hop.Reading.Items) == 100);
        go.SetResult();
        await run.Completion.Limit();

        Assert.Equal(Numbers[..100], kept.SelectMany(list => list).Order());
        Assert.All(kept, list => Assert.Equal(25, list.Count));
        Assert.All(kept, list => Assert.Equal(list.Order(), list));
    }

    [Fact]
    public async Task A_stuck_branch_of_a_balance_holds_nobody_up()
    {
        var (seen, go) = (0, new TaskCompletionSource());
        var spread = Pipeline.Of<int>().Balance("spread",
            ("stuck", Sink.ForEachAsync<int>("stuck", async (_, _) => await go.Task, new(1))),
            ("free", Sink.ForEachAsync<int>("count", (_, _) =>
            {
                // The stuck one has one at work, and one in its hop.
                if (++seen == Numbers.Length - 2) go.SetResult();
                return default;
            }, new(1))));

        await using var run = Source.From("numbers", Numbers).Then(spread).Run();
        await run.Completion.Limit();

        Assert.InRange(seen, Numbers.Length - 2, Numbers.Length);
    }

    [Fact]
    public async Task A_balance_gives_the_items_of_a_branch_that_ended_to_the_others()
    {
        var received = new List<int>();
        var spread = Pipeline.Of<int>().Balance("spread",
            ("none", Pipeline.Of<int>().Take("none", 0).Then(Sink.Ignore<int>())),
            ("all", Sink.Collect("keep", received, new(1))));

        await using var run = Source.From("numbers", Numbers).Then(spread).Run();
        await run.Completion.Limit();

        var given = run.Snapshot().Hops.Single(hop => hop.To == "spread/none/none").Reading;
        Assert.Equal(Numbers.Length, received.Count + given.Released);
    }

    [Fact]
    public void Their_stages_have_paths_and_are_replaced_by_them()
    {
        var both = Pipeline.Of<int>().Broadcast("both", ("a", Pipeline.Of<int>().Map("next", x => x + 1)), ("b", Pipeline.Of<int>()));

        var replaced = both.Replace("both/a/next", Pipeline.Of<int>().Map("twice", x => x * 2)).Replace("both/b.merge", new HopOptions<int>(3));

        Assert.Equal(["both", "both/a/next", "both/b", "both/merge"], replaced.Stages);
    }

    [Fact]
    public async Task A_branch_of_a_balance_that_lets_items_fall_takes_them_when_the_others_are_full_and_not_before()
    {
        var (waiting, go) = (new List<int>(), new TaskCompletionSource());
        var dropping = new HopOptions<int>(4) { FullMode = HopFullMode.DropOldest };
        var both = Pipeline.Of<int>().Balance("both",
            ("drops", Sink.ForEachAsync<int>("stuck", async (_, _) => await go.Task, dropping)),
            ("waits", Pipeline.Of<int>().Then<Nothing>("stuck", async (input, _, token) =>
            {
                await go.Task;
                await foreach (var item in input.ReadAllAsync(token)) waiting.Add(item);
            }, new(100))));

        await using var run = Source.From("numbers", Numbers).Then(both).Run();
        await Within.Until(() => run.Snapshot().Hops.Where(hop => hop.To?.EndsWith("stuck", StringComparison.Ordinal) == true)
            .Sum(hop => hop.Reading.Items) == Numbers.Length);
        go.SetResult();
        await run.Completion.Limit();

        Assert.Equal(100, waiting.Count);
        Assert.Equal(100, waiting.Count(item => item <= 105));
    }
}
