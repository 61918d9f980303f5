namespace Flow.Tests.Stages;

public class OperatorTests
{
    private static readonly int[] Numbers = [.. Enumerable.Range(0, 1000)];

    [Fact]
    public async Task Map_filter_expand_and_tap_do_what_Linq_does()
    {
        var seen = new List<int>();
        var pipeline = Pipeline.Of<int>()
            .Map("triple", x => x * 3)
            .Filter("even", x => x % 2 == 0)
            .Tap("look", seen.Add)
            .Expand("repeat", x => Enumerable.Repeat(x, x % 5));

        var received = await pipeline.CollectAsync(Numbers);

        var even = Numbers.Select(x => x * 3).Where(x => x % 2 == 0).ToArray();
        Assert.Equal(even, seen);
        Assert.Equal(even.SelectMany(x => Enumerable.Repeat(x, x % 5)), received);
    }

    [Fact]
    public async Task Expand_lets_an_endless_sequence_through_as_there_is_room()
    {
        var received = new List<int>();
        var endless = Pipeline.Of<int>().Expand("count", _ => Enumerable.Range(0, int.MaxValue));
        var firstTen = Pipeline.Of<int>().Then<Nothing>("ten", async (input, _, token) =>
        {
            while (received.Count < 10 && await input.WaitToReadAsync(token))
                while (received.Count < 10 && input.TryRead(out var item)) received.Add(item);
        });

        await using var run = endless.Run([1], firstTen);
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 10), received);
    }

    [Fact]
    public async Task What_a_filter_does_not_keep_is_disposed_once()
    {
        var items = Numbers.Select(_ => new Rented()).ToArray();
        var index = 0;
        var pipeline = Pipeline.Of<Rented>().Filter("half", _ => index++ % 2 == 0);

        var kept = await pipeline.CollectAsync(items);

        Assert.Equal(500, kept.Count);
        Assert.All(kept, item => Assert.Equal(0, item.Disposals));
        Assert.All(items.Except(kept), item => Assert.Equal(1, item.Disposals));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task MapAsync_keeps_the_order_however_long_each_call_takes(int parallelism)
    {
        var pipeline = Pipeline.Of<int>().MapAsync("wait", async (x, _) =>
        {
            for (var i = 0; i < x % 7; i++) await Task.Yield();
            return x;
        }, parallelism);

        Assert.Equal(Numbers, await pipeline.CollectAsync(Numbers));
    }

    [Fact]
    public async Task MapAsync_unordered_lets_a_fast_item_pass_a_slow_one()
    {
        var slow = new TaskCompletionSource();
        var pipeline = Pipeline.Of<int>().MapAsync("wait", async (x, _) =>
        {
            if (x == 0) await slow.Task;
            return x;
        }, parallelism: 2, ordered: false).Tap("release", x =>
        {
            if (x == 9) slow.SetResult();
        });

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 0], await pipeline.CollectAsync(Numbers[..10]));
    }

    [Fact]
    public async Task MapAsync_has_no_more_items_under_way_than_it_may()
    {
        var (now, most) = (0, 0);
        var pipeline = Pipeline.Of<int>().MapAsync("count", async (x, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return x;
        }, parallelism: 3, ordered: false);

        await pipeline.CollectAsync(Numbers);

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Merge_brings_every_item_of_every_source_and_keeps_each_ones_order()
    {
        var merged = Pipeline.Merge("all",
            ("a", Source.From("numbers", Numbers)),
            ("b", Source.From("numbers", Numbers.Select(x => -x))),
            ("none", Source.From("numbers", Array.Empty<int>())));

        var received = await merged.CollectAsync();

        Assert.Equal(2 * Numbers.Length, received.Count);
        Assert.Equal(Numbers, received.Where(x => x > 0).Prepend(0));
        Assert.Equal(Numbers.Select(x => -x), received.Where(x => x < 0).Prepend(0));
    }

    [Fact]
    public async Task Partition_sends_each_item_to_its_sink()
    {
        var (odd, even) = (new List<int>(), new List<int>());
        var pipeline = Pipeline.Of<int>().Partition("parity", x => x % 2,
            ("even", Sink.ForEach<int>("keep", even.Add)),
            ("odd", Sink.ForEach<int>("keep", odd.Add)));

        await using var run = Source.From("numbers", Numbers).Then(pipeline).Run();
        await run.Completion.Limit();

        Assert.Equal(Numbers.Where(x => x % 2 == 0), even);
        Assert.Equal(Numbers.Where(x => x % 2 == 1), odd);
    }

    [Fact]
    public async Task Partition_merges_what_its_branches_make()
    {
        var pipeline = Pipeline.Of<int>().Partition("parity", x => x % 2,
            ("even", Pipeline.Of<int>()),
            ("odd", Pipeline.Of<int>().Map("negate", x => -x)));

        var received = await pipeline.CollectAsync(Numbers);

        Assert.Equal(Numbers.Where(x => x % 2 == 0), received.Where(x => x >= 0));
        Assert.Equal(Numbers.Where(x => x % 2 == 1), received.Where(x => x < 0).Select(x => -x));
    }

    [Fact]
    public async Task Partition_refuses_a_branch_there_is_not()
    {
        var pipeline = Pipeline.Of<int>().Partition("parity", x => x,
            ("even", Pipeline.Of<int>()), ("odd", Pipeline.Of<int>()));

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => pipeline.CollectAsync(Numbers));

        Assert.Equal("Stage 'parity' faulted: 'parity' was to send an item to branch 2; it has branches 0 to 1.", fault.Message);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
        }
    }
}
