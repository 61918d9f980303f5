using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Runs;

public class TrailTests
{
    [Fact]
    public async Task An_item_is_seen_in_every_hop_in_each_of_its_forms()
    {
        var trail = new Trail(static item => item is 7 or "7" or 70);
        await using var run = Source.From("numbers", Enumerable.Range(0, 20))
            .Map("print", static number => $"{number}")
            .Map("parse", static text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) * 10)
            .Then(Sink.Ignore<int>())
            .Run(new RunOptions { Trail = trail });
        await run.Completion.Limit();

        Assert.Equal(
            [("numbers.print", (object)7), ("print.parse", "7"), ("parse.ignore", 70)],
            trail.Passages.Where(static passage => passage is { Inside: not null, Released: null }).Select(static passage => (passage.Hop, passage.Item)));
        Assert.Equal(3, trail.Passages.Count);
    }

    [Fact]
    public async Task It_says_how_long_an_item_was_inside_and_which_still_is()
    {
        var time = new FakeTimeProvider();
        var trail = new Trail(static item => item is 1 or 2);
        var taken = new TaskCompletionSource();
        var letGo = new TaskCompletionSource();
        await using var run = Source.From("numbers", [1, 2])
            .Then(Sink.ForEachAsync<int>("sink", async (_, _) =>
            {
                taken.TrySetResult();
                await letGo.Task;
            }))
            .Run(new RunOptions { Trail = trail, TimeProvider = time });
        await taken.Task.Limit();
        await Within.Until(() => trail.Passages.Count == 2);
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(2, trail.Passages.Count);
        Assert.Null(trail.Passages[1].Inside);
        Assert.EndsWith("still there", trail.Passages[1].ToString(), StringComparison.Ordinal);

        letGo.SetResult();
        await run.Completion.Limit();
        Assert.Equal(TimeSpan.FromSeconds(3), trail.Passages[1].Inside);
        Assert.EndsWith("out after 3000 ms", trail.Passages[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_is_released_is_told_with_the_reason()
    {
        var released = new List<int>();
        var trail = new Trail(static item => item is 3);
        await using var run = Source.From("numbers", Enumerable.Range(0, 5))
            .Then(Sink.Ignore<int>(hop: new(1) { FullMode = HopFullMode.DropWrite, Release = (item, _) => released.Add(item) }))
            .Run(new RunOptions { Trail = trail, Scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler });
        await run.Completion.Limit();

        Assert.Contains(3, released);
        Assert.Equal(ReleaseReason.Dropped, Assert.Single(trail.Passages).Released);
    }

    [Fact]
    public async Task What_waits_for_room_is_not_inside_yet_and_is_seen_once()
    {
        var trail = new Trail(static item => item is int);
        var (refused, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var run = Source.From<int>("numbers", async (writer, token) =>
            {
                Assert.True(writer.TryWrite(0));
                while (writer.TryWrite(1)) await Task.Yield();
                refused.SetResult();
                await writer.WriteAsync(2, token);
            })
            .Then("held", async ValueTask (System.Threading.Channels.ChannelReader<int> input, System.Threading.Channels.ChannelWriter<Nothing> _, CancellationToken token) =>
            {
                await letGo.Task;
                await foreach (var item in input.ReadAllAsync(token)) { }
            }, new HopOptions<int>(2))
            .Run(new RunOptions { Trail = trail });
        await refused.Task.Limit();

        Assert.Equal([0, 1], trail.Passages.Select(static passage => passage.Item));
        Assert.All(trail.Passages, static passage => Assert.Null(passage.Inside));

        letGo.SetResult();
        await run.Completion.Limit();
        Assert.Equal([0, 1, 2], trail.Passages.Select(static passage => passage.Item));
        Assert.All(trail.Passages, static passage => Assert.NotNull(passage.Inside));
    }

    [Fact]
    public async Task Items_left_behind_are_disposed_once_and_told()
    {
        var trail = new Trail(static item => item is Left);
        var items = new[] { new Left(), new Left(), new Left() };
        var read = new TaskCompletionSource();
        var run = Source.From<Left>("items", async (writer, token) =>
            {
                foreach (var item in items) await writer.WriteAsync(item, token);
                read.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            })
            .Then("stuck", static async ValueTask (System.Threading.Channels.ChannelReader<Left> input, System.Threading.Channels.ChannelWriter<Nothing> _, CancellationToken token) =>
            {
                await input.Completion.WaitAsync(token);
            })
            .Run(new RunOptions { Trail = trail });
        await read.Task.Limit();
        await run.DisposeAsync();

        Assert.All(items, static item => Assert.Equal(1, item.Disposals));
        Assert.Equal(3, trail.Passages.Count(static passage => passage.Released == ReleaseReason.Cancelled));
    }

    [Fact]
    public async Task A_release_that_throws_hides_nothing_a_followed_hop_took()
    {
        var (items, letGo) = (Enumerable.Range(0, 10).Select(static _ => new Rented()).ToArray(), new TaskCompletionSource());
        var trail = new Trail(static _ => true);
        await using var run = Source.From("source", items)
            .Then<Nothing>("stuck", async (_, _, _) => await letGo.Task, new HopOptions<Rented>(1)
            {
                FullMode = HopFullMode.DropOldest,
                Release = (item, _) =>
                {
                    item.Dispose();
                    if (item == items[5]) throw new FormatException();
                },
            })
            .Run(new RunOptions { Trail = trail });
        await Within.Until(() => run.Snapshot().Stages[0].State == StageState.Faulted);
        letGo.SetResult();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.All(items, static item => Assert.Equal(1, item.Disposals));
        Assert.Equal(items[..6], trail.Passages.Select(static passage => passage.Item));
        Assert.All(trail.Passages, static passage => Assert.Equal(ReleaseReason.Dropped, passage.Released));
    }

    [Fact]
    public async Task A_swap_does_not_lose_the_trail()
    {
        var trail = new Trail(static item => item is 150);
        var input = Hop<int>.Create(new(4));
        var received = new List<int>();
        await using var run = Pipeline.Of<int>().Map("first", static x => x).Map("second", static x => x)
            .Then(Sink.Collect("collect", received))
            .Run(input.Reader, new RunOptions { Trail = trail });
        for (var i = 0; i < 100; i++) await input.Writer.WriteAsync(i, TestContext.Current.CancellationToken);
        await run.SwapAsync("second", Pipeline.Of<int>().Map("second", static x => x), TestContext.Current.CancellationToken).Limit();
        for (var i = 100; i < 200; i++) await input.Writer.WriteAsync(i, TestContext.Current.CancellationToken);
        input.Writer.Complete();
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 200), received);
        Assert.Equal(["first.second", "second.collect"], trail.Passages.Select(static passage => passage.Hop));
    }

    [Fact]
    public async Task Items_that_are_alike_are_told_apart_by_where_they_are()
    {
        var trail = new Trail(static item => item is 7);
        var (read, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var run = Source.From("numbers", [7, 7, 7])
            .Then<int>("one", async (input, output, token) =>
            {
                await output.WriteAsync(await input.ReadAsync(token), token);
                await read.Task;
                await letGo.Task;
                await foreach (var item in input.ReadAllAsync(token)) await output.WriteAsync(item, token);
            })
            .Then(Sink.ForEach<int>("sink", _ => read.TrySetResult()))
            .Run(new RunOptions { Trail = trail });
        await read.Task.Limit();
        await Within.Until(() => trail.Passages.Count == 4);

        Assert.Equal(["numbers.one", "one.sink"], trail.Passages.Where(static passage => passage.Inside is not null).Select(static passage => passage.Hop));

        letGo.SetResult();
        await run.Completion.Limit();
        Assert.Equal(6, trail.Passages.Count);
        Assert.All(trail.Passages, static passage => Assert.NotNull(passage.Inside));
    }

    [Fact]
    public async Task An_item_is_not_compared_with_all_that_are_followed()
    {
        var (trail, comparisons, written) = (new Trail(static item => item is Compared { Number: >= 500 }), new StrongBox<int>(), new TaskCompletionSource());
        await using var run = Source.From<Compared>("items", async (writer, token) =>
            {
                for (var number = 0; number < 1000; number++) await writer.WriteAsync(new Compared(number, comparisons), token);
                written.SetResult();
            })
            .Then("sink", async ValueTask (System.Threading.Channels.ChannelReader<Compared> input, System.Threading.Channels.ChannelWriter<Nothing> _, CancellationToken token) =>
            {
                await written.Task;
                await foreach (var item in input.ReadAllAsync(token)) { }
            }, new HopOptions<Compared>(1000))
            .Run(new RunOptions { Trail = trail });
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(500, 500), trail.Passages.Select(static passage => ((Compared)passage.Item).Number));
        Assert.All(trail.Passages, static passage => Assert.NotNull(passage.Inside));
        Assert.InRange(comparisons.Value, 0, 4000);
    }

    [Fact]
    public async Task Items_that_are_nothing_are_not_followed()
    {
        var trail = new Trail(static item => item is string);
        await using var run = Source.From<string?>("texts", [null, "text", null]).Then(Sink.Ignore<string?>()).Run(new RunOptions { Trail = trail });
        await run.Completion.Limit();

        Assert.Equal("text", Assert.Single(trail.Passages).Item);
    }

    [Fact]
    public async Task A_writer_that_waits_learns_of_the_end_of_a_followed_hop()
    {
        var (waits, learnt) = (new TaskCompletionSource(), new TaskCompletionSource<Exception>());
        var error = new FormatException();
        await using var run = Source.From<int>("numbers", async (writer, _) =>
            {
                while (writer.TryWrite(1)) { }
                waits.SetResult();
                learnt.SetResult(await Assert.ThrowsAnyAsync<Exception>(() => writer.WriteAsync(2, CancellationToken.None).AsTask()));
            })
            .Then<Nothing>("sink", async (_, _, _) =>
            {
                await waits.Task;
                throw error;
            }, new HopOptions<int>(2))
            .Run(new RunOptions { Trail = new Trail(static _ => true) });

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.IsType<System.Threading.Channels.ChannelClosedException>(await learnt.Task.Limit());
    }

    private sealed class Compared(int number, StrongBox<int> comparisons)
    {
        public int Number => number;

        public override bool Equals(object? obj)
        {
            Interlocked.Increment(ref comparisons.Value);
            return obj is Compared other && other.Number == number;
        }

        public override int GetHashCode() => number;
    }

    private sealed class Left : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
