using System.Collections.Concurrent;

namespace Flow.Tests.Stages;

public class GroupByTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly int[] Numbers = [.. Enumerable.Range(0, 1000)];

    [Theory]
    [InlineData(100)]
    [InlineData(3)]
    [InlineData(1)]
    public async Task Each_key_has_a_pipeline_of_its_own_and_keeps_its_order(int maxKeys)
    {
        var grouped = Pipeline.Of<int>().GroupBy("by digit", x => x % 10, digit => Pipeline.Of<int>().Map("name", x => (digit, x)), maxKeys);

        var received = await grouped.CollectAsync(Numbers);

        Assert.All(received, item => Assert.Equal(item.x % 10, item.digit));
        foreach (var digit in Enumerable.Range(0, 10))
            Assert.Equal(Numbers.Where(x => x % 10 == digit), received.Where(item => item.digit == digit).Select(item => item.x));
    }

    [Fact]
    public async Task There_are_no_more_pipelines_at_once_than_there_may_be()
    {
        var (now, most) = (0, 0);
        var grouped = Pipeline.Of<int>().GroupBy("key", x => x % 50, _ => Pipeline.Of<int>().Then<int>("count", async (input, output, token) =>
        {
            most = Math.Max(Interlocked.Increment(ref now), most);
            await foreach (var item in input.ReadAllAsync(token)) await output.WriteAsync(item, token);
            Interlocked.Decrement(ref now);
        }), maxKeys: 4);

        var received = await grouped.CollectAsync(Numbers);

        Assert.Equal(Numbers, received.Order());
        Assert.InRange(most, 1, 4);
    }

    [Fact]
    public async Task The_least_recently_used_key_gives_its_place_to_a_new_one()
    {
        var (time, input, output) = (new TimerWatch(), Hop<char>.Create(new(16)), Hop<char>.Create(new(16)));
        var made = new ConcurrentQueue<char>();
        var grouped = Pipeline.Of<char>().GroupBy("key", x => x, key =>
        {
            made.Enqueue(key);
            return Pipeline.Of<char>();
        }, maxKeys: 2);
        await using var run = grouped.Run(input.Reader, output.Writer, new RunOptions { TimeProvider = time });

        foreach (var key in "abacab")
        {
            input.Writer.TryWrite(key);
            Assert.Equal(key, await output.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Limit());
        }

        // When c came, b had been idle for longest; when b came again, c had.
        Assert.Equal("abcb", string.Concat(made));
    }

    [Fact]
    public async Task A_key_that_is_idle_is_drained_and_made_again_later()
    {
        var (time, input, output) = (new TimerWatch(), Hop<int>.Create(new(16)), Hop<int>.Create(new(16)));
        var grouped = Pipeline.Of<int>().GroupBy("key", _ => 'k', _ => Pipeline.Of<int>().Batch("all", 100).Map("sum", all => all.Sum()), idle: Minute);
        await using var run = grouped.Run(input.Reader, output.Writer, new RunOptions { TimeProvider = time });

        for (var round = 1; round <= 3; round++)
        {
            input.Writer.TryWrite([round, round * 10]);
            if (round == 1) await time.TimerStarted().Limit();
            await Within.Until(() =>
            {
                time.Advance(Minute);
                return output.Reader.Count > 0;
            });

            // What the pipeline still had came out when it was evicted.
            Assert.Equal(round * 11, await output.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Limit());
        }
    }

    [Fact]
    public async Task A_full_key_holds_up_nobody_until_a_batch_of_its_items_waits()
    {
        var go = new TaskCompletionSource();
        var (input, output) = (Hop<int>.Create(new(1000)), Hop<int>.Create(new(1000)));
        var grouped = Pipeline.Of<int>().GroupBy("parity", x => x % 2, parity => Pipeline.Of<int>().MapAsync("wait", async (x, _) =>
        {
            if (parity == 1) await go.Task;
            return x;
        }, hop: new(4)));
        await using var run = grouped.Run(input.Reader, output.Writer);

        // One at work, four in the hop, and the rest in hand.
        input.Writer.TryWrite([.. Enumerable.Range(0, 100).Select(x => 2 * x + 1)]);
        foreach (var even in Enumerable.Range(0, 500).Select(x => 2 * x))
        {
            Assert.True(input.Writer.TryWrite(even));
            Assert.Equal(even, await output.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Limit());
        }

        input.Writer.TryWrite([.. Enumerable.Range(100, 900).Select(x => 2 * x + 1)]);
        await Within.Until(() => input.Reader.Count <= 1000 - 28);
        go.SetResult();
        input.Writer.Complete();
        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_fault_has_the_path_of_its_key()
    {
        var grouped = Pipeline.Of<int>().GroupBy("by digit", x => x % 10, _ => Pipeline.Of<int>().Map("parse", x => x == 507 ? throw new FormatException("Bad.") : x));
        var received = new List<int>();

        await using var run = grouped.Run(Numbers, Sink.Collect("keep", received));
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("by digit/7/parse", fault.Stage);
        Assert.Equal("Stage 'by digit/7/parse' faulted: Bad.", fault.Message);
        Assert.IsType<FormatException>(fault.InnerException);
        Assert.Equal(Enumerable.Range(0, 507), received.Where(x => x < 507).Order());
    }

    [Fact]
    public async Task A_pipeline_that_ends_by_itself_gets_no_more()
    {
        var items = Numbers.Select(number => new Numbered(number)).ToArray();
        var firstOfEach = Pipeline.Of<Numbered>().GroupBy("by digit", x => x.Number % 10, _ => Pipeline.Of<Numbered>().Take("first", 1));

        var received = await firstOfEach.CollectAsync(items);

        Assert.Equal(Enumerable.Range(0, 10), received.Select(x => x.Number).Order());
        Assert.All(items, item => Assert.Equal(item.Number < 10 ? 0 : 1, item.Disposals));
    }

    [Fact]
    public async Task Pipelines_may_be_sinks()
    {
        var sums = new ConcurrentDictionary<int, int>();
        var grouped = Pipeline.Of<int>().GroupBy("by digit", x => x % 10, digit => Sink.ForEach<int>("sum", x => sums.AddOrUpdate(digit, x, (_, sum) => sum + x)));

        await using var run = Source.From("numbers", Numbers).Then(grouped).Run();
        await run.Completion.Limit();

        Assert.Equal(Numbers.GroupBy(x => x % 10).ToDictionary(group => group.Key, group => group.Sum()), sums);
    }

    [Fact]
    public async Task It_reads_and_writes_channels_that_are_no_hops()
    {
        var (input, output) = (System.Threading.Channels.Channel.CreateUnbounded<int>(), System.Threading.Channels.Channel.CreateBounded<int>(1));
        var grouped = Pipeline.Of<int>().GroupBy("by digit", x => x % 10, _ => Pipeline.Of<int>());
        await using var run = grouped.Run(input.Reader, output.Writer);

        foreach (var number in Enumerable.Range(0, 20))
        {
            input.Writer.TryWrite(number);
            Assert.Equal(number, await output.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Limit());
        }

        input.Writer.Complete();
        await run.Completion.Limit();
    }

    private sealed class Numbered(int number) : IDisposable
    {
        private int _disposals;

        public int Number => number;

        public int Disposals => Volatile.Read(ref _disposals);

        public void Dispose() => Interlocked.Increment(ref _disposals);
    }
}
