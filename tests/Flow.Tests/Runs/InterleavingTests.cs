using System.Threading.Channels;
using Flow.Testing;

namespace Flow.Tests.Runs;

/// <summary>Runs in a simulation, whose schedule decides who goes on next, inside of hops too.</summary>
public sealed class InterleavingTests
{
    private static readonly int[] All = [.. Enumerable.Range(0, 20)];

    public static TheoryData<bool> Swaps => [false, true];

    public static TheoryData<string> FanOuts => ["balance", "broadcast", "partition", "group by", "group by with a policy"];

    [Theory]
    [MemberData(nameof(Swaps))]
    public void Every_item_passes_one_stage_or_the_one_that_takes_its_place(bool isOnPlainChannels) => Interleavings.Of(async seed =>
    {
        var received = new List<int>();
        var hop = new HopOptions<int>(1 + (seed % 3));
        if (isOnPlainChannels) hop = hop with { StandIn = () => Channel.CreateBounded<int>(hop.Capacity) };
        await using var run = Source.From("source", All)
            .Map("map", static item => item, hop)
            .Then(Sink.Collect("sink", received, hop))
            .Run(new RunOptions { Scheduler = TaskScheduler.Current });
        try
        {
            await run.SwapAsync("map", Pipeline.Of<int>().Map("map", static item => item + 100));
            await run.SwapAsync("map", Pipeline.Of<int>().Map("map", static item => item + 200));
        }
        catch (InvalidOperationException)
        {
            // The stage had ended before its turn came.
        }

        await run.Completion;
        Assert.Equal(All, received.Select(static item => item % 100));
        Assert.Equal(received.Select(static item => item / 100).Order(), received.Select(static item => item / 100));
    });

    // Such a channel rings no bell: a task waits for it in the bell's place, and may be held up between its wait, its ring and its end.
    [Theory]
    [MemberData(nameof(FanOuts))]
    public void A_fan_out_of_a_plain_channel_misses_none_of_its_items(string kind) => Interleavings.Of(
        async _ =>
        {
            var (input, received) = (Channel.CreateUnbounded<int>(), new List<int>());
            await using var run = FanOut(kind, Sink.Collect("sink", received))
                .Run(input.Reader, new RunOptions { Scheduler = TaskScheduler.Current });
            foreach (var item in All)
            {
                input.Writer.TryWrite(item);
                await Task.Yield();
            }

            input.Writer.Complete();
            await run.Completion;
            Assert.Equal(All, received.Distinct().Order());
        },
        schedules: 1000);

    [Fact]
    public void A_run_that_is_stopped_at_any_moment_ends_and_holds_nothing() => Interleavings.Of(async seed =>
    {
        var (rented, delivered) = (new List<Rented>(), 0);
        var run = Source.From("source", Rentals())
            .Map("map", static item => item, new(1 + (seed % 3)))
            .Then(Sink.ForEach<Rented>("sink", item =>
            {
                delivered++;
                item.Dispose();
            }))
            .Run(new RunOptions { Scheduler = TaskScheduler.Current });
        for (var turn = 0; turn < seed; turn++) await Task.Yield();
        await run.DisposeAsync();

        Assert.All(rented, static item => Assert.Equal(1, item.Disposals));
        Assert.Equal(delivered, run.Snapshot().Hops[^1].Reading.Delivered);

        IEnumerable<Rented> Rentals()
        {
            while (true)
            {
                rented.Add(new Rented());
                yield return rented[^1];
            }
        }
    });

    // A stop between the look at the token and the wait takes an interruption at one of a few places.
    [Fact]
    public void A_stop_ends_the_wait_that_is_just_beginning() => Interleavings.Of(
        static async seed =>
        {
            var fed = Hop<int>.Create(new(1));
            var run = Pipeline.Of<int>()
                .Then<Nothing>("stage", static async (input, _, token) =>
                {
                    while (await input.WaitToReadAsync(token)) await input.ReadAsync(token);
                })
                .Run(fed.Reader, new RunOptions { Scheduler = TaskScheduler.Current });
            for (var item = 0; item < 2 + (seed % 4); item++) await fed.Writer.WriteAsync(item);
            await run.StopAsync();
            Assert.True(run.Completion.IsCanceled);
        },
        schedules: 1000);

    [Fact]
    public void A_deadlock_names_the_stages_of_the_runs_that_have_not_ended()
    {
        var deadlock = Assert.Throws<SimulationException>(() => new SimulationScheduler(SchedulePolicy.Random(0)).Run(async () =>
        {
            var options = new RunOptions { Scheduler = TaskScheduler.Current };
            await using (var over = Source.From("over", All).Then(Sink.Ignore<int>()).Run(options)) await over.Completion;
            await using var stuck = Source.From("rows", All)
                .Then<Nothing>("store", async (_, _, token) => await new TaskCompletionSource().Task.WaitAsync(token), new(2))
                .Run(options);
            await stuck.Completion;
        }));

        Assert.Contains("'rows' waits to write the hop 'rows.store', full with 2 of 2", deadlock.Message, StringComparison.Ordinal);
        Assert.Contains("'store' has not ended", deadlock.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'over'", deadlock.Message, StringComparison.Ordinal);
    }

    private static Pipeline<int, Nothing> FanOut(string kind, Pipeline<int, Nothing> sink) => kind switch
    {
        "balance" => Pipeline.Of<int>().Balance("stage", ("a", sink), ("b", sink)),
        "broadcast" => Pipeline.Of<int>().Broadcast("stage", ("a", sink), ("b", sink)),
        "partition" => Pipeline.Of<int>().Partition("stage", static item => item % 2, ("a", sink), ("b", sink)),
        "group by" => Pipeline.Of<int>().GroupBy("stage", static item => item % 2, _ => sink),
        _ => FanOut("group by", sink).OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 1)),
    };
}
