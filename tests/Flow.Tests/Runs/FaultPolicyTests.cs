using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Runs;

public class FaultPolicyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Operators => ["map", "filter", "tap", "scan", "expand", "sequence", "late sequence", "async", "parallel", "any order", "body", "spans", "sink", "async sink"];

    [Theory]
    [MemberData(nameof(Operators))]
    public async Task Items_that_are_skipped_become_dead_letters_and_no_other_is_lost(string kind)
    {
        var received = new List<int>();
        var letters = Hop<DeadLetter<int>>.Create(new(1000));
        await using var run = Failing(kind, received, item => item % 7 == 3).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await run.Completion.Limit();

        var dead = await letters.Reader.ReadAllAsync(Token).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, 100).Where(item => item % 7 == 3), kind == "any order" ? dead.Select(letter => letter.Item).Order() : dead.Select(letter => letter.Item));
        Assert.All(dead, letter => Assert.Equal(("stage", $"Bad {letter.Item}."), (letter.Stage, letter.Error.Message)));
        Assert.Equal(Enumerable.Range(0, 100).Where(item => item % 7 != 3), kind == "any order" ? received.Order() : received);
        Assert.Equal(dead.Count, run.Snapshot().Stages.Single(stage => stage.Path == "stage").Skipped);
        Assert.All(run.Snapshot().Hops, hop => Assert.Equal(hop.Reading.Items, hop.Reading.Delivered));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public async Task Items_at_which_a_stage_restarts_are_counted_as_faulted_and_no_other_is_lost(string kind)
    {
        var received = new List<int>();
        await using var run = Failing(kind, received, item => item % 7 == 3)
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 100)).Run();
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 100).Where(item => item % 7 != 3), kind == "any order" ? received.Order() : received);
        var failed = Enumerable.Range(0, 100).Count(item => item % 7 == 3);
        Assert.Equal(failed, run.Snapshot().Stages.Single(stage => stage.Path == "stage").Restarts);
        var reading = run.Snapshot().Hops.Single(hop => hop.To == "stage").Reading;
        Assert.Equal((100, 100 - failed, failed, 0), (reading.Items, reading.Delivered, reading.Faulted, reading.Held));
    }

    [Fact]
    public async Task An_error_that_the_next_stage_ends_its_input_with_is_no_fault_of_the_stage_before()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(1000));
        await using var run = Source.From("source", Enumerable.Range(0, 100))
            .Map("stage", item => item)
            .Then<Nothing>("quits", async (input, _, token) =>
            {
                await input.WaitToReadAsync(token);
                ((HopReader<int>)input).Abandon(new FormatException());
            }, new(1))
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("quits", fault.Stage);
        Assert.Equal(0, run.Snapshot().Stages.Single(stage => stage.Path == "stage").Skipped);
    }

    [Fact]
    public async Task An_item_that_a_stage_failed_at_before_it_was_stopped_is_a_dead_letter()
    {
        var (made, bad) = (new[] { new Rented(), new Rented() }, new Rented());
        var (letters, failing) = (Hop<DeadLetter<Rented>>.Create(new(10)), new TaskCompletionSource());
        await using var run = Source.From("source", [new Rented(), bad])
            .Expand("stage", item =>
            {
                if (item != bad) return made;
                failing.SetResult();
                throw new FormatException();
            })
            .Then<Nothing>("stuck", async (_, _, token) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token), new(1))
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        await failing.Task.Limit();
        await run.StopAsync().Limit();

        Assert.Same(bad, Assert.Single(await letters.Reader.ReadAllAsync(Token).ToListAsync(Token)).Item);
        Assert.All(made, item => Assert.Equal(1, item.Disposals));
    }

    [Fact]
    public async Task Items_of_parallel_calls_that_fail_when_the_policy_has_given_up_are_disposed()
    {
        var items = new[] { new Rented(), new Rented(), new Rented() };
        var (calls, go) = (0, new TaskCompletionSource());
        var pipeline = Source.From("source", items).MapAsync("stage", async (item, _) =>
        {
            if (++calls == items.Length) go.SetResult();
            await go.Task;
            return item.Disposals == 0 ? throw new FormatException() : item;
        }, parallelism: items.Length);

        await using var run = pipeline.Then(Sink.Ignore<Rented>())
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        // The first is restarted at, the second ends the run, and nobody asks what is to become of the third.
        Assert.All(items, item => Assert.Equal(1, item.Disposals));
    }

    [Theory]
    [InlineData("stand-in")]
    [InlineData("shared")]
    public async Task Every_kind_of_hop_counts_what_a_restart_released(string kind)
    {
        var hop = kind == "shared"
            ? new HopOptions<int>(4) { SingleReader = false }
            : new HopOptions<int>(4) { StandIn = () => Channel.CreateBounded<int>(4) };
        var pipeline = Source.From("source", Enumerable.Range(0, 10)).Map("stage", x => x == 3 ? throw new FormatException() : x, hop);

        await using var run = pipeline.Then(Sink.Ignore<int>()).OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();
        await run.Completion.Limit();

        var reading = run.Snapshot().Hops[0].Reading;
        Assert.Equal((10, 9, 1, 0), (reading.Items, reading.Delivered, reading.Faulted, reading.Dropped));
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("map")]
    public async Task A_skipped_item_is_not_disposed_and_a_restarted_one_is_once(string kind)
    {
        var (skipped, restarted) = (new Rented(), new Rented());
        var letters = Channel.CreateUnbounded<DeadLetter<Rented>>();
        Pipeline<Nothing, Nothing> Pipe(Rented item) => kind == "filter"
            ? Source.From("source", [item]).Filter("stage", bool (_) => throw new FormatException()).Then(Sink.Ignore<Rented>())
            : Source.From("source", [item]).Map("stage", Rented (_) => throw new FormatException()).Then(Sink.Ignore<Rented>());

        await using var first = Pipe(skipped).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await first.Completion.Limit();
        await using var second = Pipe(restarted).OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();
        await second.Completion.Limit();

        Assert.Equal((0, 1), (skipped.Disposals, restarted.Disposals));
        Assert.True(letters.Reader.TryRead(out var letter));
        letter.Dispose();
        Assert.Equal(1, skipped.Disposals);
        Assert.False(letters.Reader.Completion.IsCompleted);
    }

    [Fact]
    public async Task Full_dead_letters_hold_up_the_stage()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(1));
        var received = new List<int>();
        await using var run = Failing("map", received, _ => true).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i, (await letters.Reader.ReadAsync(Token)).Item);
            Assert.InRange(run.Snapshot().Stages[1].Skipped, i, i + 2);
        }

        await run.Completion.Limit();
    }

    [Fact]
    public async Task Dead_letters_that_nobody_takes_make_the_fault_the_runs()
    {
        var letters = Hop<DeadLetter<int>>.Create(new(1));
        letters.Reader.Abandon();
        await using var run = Failing("map", [], item => item == 5).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("Stage 'stage' faulted: Bad 5.", fault.Message);
        var reading = run.Snapshot().Hops[0].Reading;
        Assert.Equal(reading.Items, reading.Delivered + reading.Faulted);
    }

    [Fact]
    public async Task Stopping_ends_the_wait_for_room_among_dead_letters()
    {
        var letters = Hop<DeadLetter<Rented>>.Create(new(1));
        var items = Enumerable.Range(0, 10).Select(_ => new Rented()).ToArray();
        var run = Source.From("source", items).Map("stage", Rented (_) => throw new FormatException())
            .Then(Sink.Ignore<Rented>()).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        while (letters.Writer.Room > 0) await Task.Yield();

        await run.StopAsync().Limit();
        letters.Reader.Abandon();

        Assert.All(items, item => Assert.Equal(1, item.Disposals));
    }

    [Fact]
    public async Task An_item_that_a_batch_cannot_weigh_is_the_dead_letters_alone()
    {
        var letters = Hop<DeadLetter<Rented>>.Create(new(1));
        var (good, bad) = (new Rented(), new Rented());
        var received = new List<Rented[]>();
        await using var run = Source.From("source", [good, bad])
            .Batch("stage", weight: 10, weigh: item => item == bad ? throw new FormatException() : 1)
            .Then(Sink.ForEach<Rented[]>("sink", received.Add)).OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await run.Completion.Limit();

        Assert.Equal([good], Assert.Single(received));
        Assert.True(letters.Reader.TryRead(out var letter));
        Assert.Same(bad, letter.Item);
        Assert.Equal((0, 0), (good.Disposals, bad.Disposals));
    }

    [Fact]
    public async Task A_restart_waits_longer_each_time_until_an_item_passes()
    {
        var time = new FakeTimeProvider();
        var delays = new List<TimeSpan>();
        var input = Hop<bool>.Create(new(10));
        await using var run = Pipeline.Of<bool>().Map("stage", x => x ? x : throw new FormatException())
            .Then(Sink.Ignore<bool>()).OnFault("stage", FaultPolicy.Restart((attempt, _) =>
            {
                delays.Add(TimeSpan.FromSeconds(attempt));
                return TimeSpan.FromSeconds(attempt);
            })).Run(input.Reader, new RunOptions { TimeProvider = time });

        foreach (var good in new[] { false, false, true, false }) input.Writer.TryWrite(good);
        input.Writer.Complete();
        while (!run.Completion.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal([1, 2, 1], delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task The_delay_doubles_up_to_a_greatest()
    {
        var time = new TimerWatch();
        await using var run = Source.From("source", Enumerable.Range(0, 6))
            .Then(Sink.ForEach<int>("stage", _ => throw new FormatException()))
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), attempts: 6))
            .Run(new RunOptions { TimeProvider = time });

        var delays = new List<double>();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await time.TimerStarted().Limit();
            delays.Add(time.Due.TotalMilliseconds);
            time.Advance(time.Due);
        }

        await run.Completion.Limit();
        Assert.Equal([100, 200, 400, 800, 1000, 1000], delays);
        Assert.Equal(6, run.Snapshot().Stages[1].Restarts);
    }

    [Fact]
    public void A_delay_and_a_limit_make_sense()
    {
        Assert.Throws<ArgumentOutOfRangeException>("least", () => FaultPolicy.Restart(TimeSpan.FromTicks(-1), TimeSpan.Zero, 1));
        Assert.Throws<ArgumentOutOfRangeException>("greatest", () => FaultPolicy.Restart(TimeSpan.FromTicks(2), TimeSpan.FromTicks(1), 1));
        Assert.Throws<ArgumentOutOfRangeException>("attempts", () => FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 0));
    }

    [Fact]
    public async Task After_its_last_attempt_the_fault_is_the_runs()
    {
        await using var run = Failing("map", [], item => item >= 10)
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 3)).Run();

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("Stage 'stage' faulted: Bad 13.", fault.Message);
        Assert.Equal(new StageSnapshot("stage", StageState.Faulted, false, Restarts: 3), run.Snapshot().Stages[1]);
        Assert.Contains("faulted, restarted 3 times", run.Snapshot().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_is_restarted_anew()
    {
        var (received, starts) = (new List<int>(), 0);
        IEnumerable<int> Items()
        {
            starts++;
            yield return starts;
            if (starts < 10) throw new FormatException();
        }

        await using var run = Source.From("source", Items()).Then(Sink.ForEach<int>("sink", received.Add))
            .OnFault("source", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 1)).Run();
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(1, 10), received);
    }

    [Fact]
    public async Task A_source_that_writes_nothing_between_its_faults_runs_out_of_attempts()
    {
        var starts = 0;
        await using var run = Source.From<int>("source", async (output, token) =>
            {
                if (starts++ == 0) await output.WriteAsync(1, token);
                throw new FormatException();
            })
            .Then(Sink.Ignore<int>())
            .OnFault("source", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 3)).Run();

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal(4, starts);
    }

    [Fact]
    public async Task An_item_is_done_with_when_the_stage_waits_for_the_next()
    {
        var (item, starts) = (new Rented(), 0);
        await using var run = Source.From("source", [item])
            .Then<Nothing>("stage", async (input, _, token) =>
            {
                if (starts++ > 0) return;
                await input.WaitToReadAsync(token);
                Assert.True(input.TryRead(out var _));
                await input.WaitToReadAsync(token);
                throw new FormatException();
            })
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 1)).Run();
        await run.Completion.Limit();

        Assert.Equal((2, 0), (starts, item.Disposals));
    }

    [Fact]
    public async Task The_item_in_hand_at_a_restart_is_disposed_though_it_came_from_no_hop()
    {
        var (good, bad) = (new Rented(), new Rented());
        var input = Channel.CreateUnbounded<Rented>();
        input.Writer.TryWrite(bad);
        input.Writer.TryWrite(good);
        input.Writer.Complete();
        await using var run = Sink.ForEach<Rented>("stage", item => { if (item == bad) throw new FormatException(); })
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 1)).Run(input.Reader);
        await run.Completion.Limit();

        Assert.Equal((0, 1), (good.Disposals, bad.Disposals));
    }

    [Fact]
    public async Task A_stage_with_a_policy_sees_how_a_channel_that_is_no_hop_ended_and_that_it_rings_no_bell()
    {
        var input = Channel.CreateUnbounded<int>();
        var error = new FormatException();
        var seen = new List<(bool IsEnded, Exception? Error)>();
        await using var run = Pipeline.Of<int>().Then<Nothing>("stage", async (items, _, token) =>
        {
            var reader = (HopReader<int>)items;
            var bell = new Doorbell();
            Assert.Throws<NotSupportedException>(() => reader.TryArm(bell, 0));
            seen.Add((reader.IsEnded, reader.CompletionError));
            input.Writer.Complete(error);
            await Assert.ThrowsAsync<FormatException>(async () => await reader.WaitToReadAsync(token));
            seen.Add((reader.IsEnded, reader.CompletionError));
        }).OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 1)).Run(input.Reader);
        await run.Completion.Limit();

        Assert.Equal([(false, null), (true, error)], seen);
    }

    [Fact]
    public async Task Stopping_ends_a_delay()
    {
        var restarting = new TaskCompletionSource();
        var run = Failing("map", [], _ => true).OnFault("stage", FaultPolicy.Restart((_, _) =>
        {
            restarting.TrySetResult();
            return TimeSpan.FromDays(1);
        })).Run();
        await restarting.Task.Limit();

        await run.StopAsync().Limit();

        Assert.True(run.Completion.IsCanceled);
    }

    [Fact]
    public async Task Without_an_item_in_hand_there_is_nothing_to_skip()
    {
        var letters = Channel.CreateUnbounded<DeadLetter<int>>();
        var pipeline = Source.From("source", Sequences.Endless).Then<Nothing>("stage", (_, _, _) => throw new FormatException());

        await using var run = pipeline.OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
    }

    [Fact]
    public async Task What_the_input_ended_with_is_no_fault_of_the_stage()
    {
        var pipeline = Source.From("source", Enumerable.Range(0, 10).Select(x => x == 5 ? throw new FormatException() : x))
            .Map("stage", x => x).Then(Sink.Ignore<int>());

        await using var run = pipeline.OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1000)).Run();

        Assert.Equal("source", (await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit())).Stage);
        Assert.Equal(0, run.Snapshot().Stages[1].Restarts);
    }

    [Fact]
    public async Task A_fault_at_a_fence_is_dealt_with_and_the_swap_goes_on()
    {
        var (begun, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        var letters = Channel.CreateUnbounded<DeadLetter<int>>();
        var received = new List<int>();
        var pipeline = Source.From("source", Enumerable.Range(0, 5)).MapAsync("stage", async ValueTask<int> (_, _) =>
        {
            begun.TrySetResult();
            await letGo.Task;
            throw new FormatException();
        }).Then(Sink.ForEach<int>("sink", received.Add));
        await using var run = pipeline.OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await begun.Task.Limit();

        var swap = run.SwapAsync<int, int>("stage", async (input, output, token) =>
        {
            await foreach (var item in input.ReadAllAsync(token)) await output.WriteAsync(item, token);
        }, Token);
        letGo.SetResult();
        await swap.Limit();
        await run.Completion.Limit();

        Assert.Equal([1, 2, 3, 4], received);
        Assert.True(letters.Reader.TryRead(out var letter) && letter.Item == 0);
    }

    [Fact]
    public async Task A_stage_on_a_channel_that_is_no_hop_has_a_policy_too()
    {
        var input = Channel.CreateBounded<int>(10);
        for (var i = 0; i < 10; i++) input.Writer.TryWrite(i);
        input.Writer.Complete();
        var received = new List<int>();

        await using var run = Sink.ForEach<int>("stage", x => { if (x == 4) throw new FormatException(); received.Add(x); })
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run(input.Reader);
        await run.Completion.Limit();

        Assert.Equal([0, 1, 2, 3, 5, 6, 7, 8, 9], received);
    }

    [Fact]
    public async Task A_policy_stays_whatever_else_is_changed()
    {
        var received = new List<int>();
        var pipeline = Failing("map", received, item => item == 5)
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1))
            .Rename("stage", "other")
            .Replace("other", new Fails(item => item == 6))
            .Replace("source.other", new HopOptions<int>(3))
            .Before("other", "before", new Fails(_ => false))
            .After("other", "after", new Fails(_ => false));

        await using var run = pipeline.Run();
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 100).Where(item => item != 6), received);
    }

    [Fact]
    public void A_policy_that_makes_no_sense_is_refused()
    {
        var whole = Source.From("source", [1]).Then("nested", Pipeline.Of<int>().Map("stage", x => x))
            .Partition("parity", x => x, ("even", Pipeline.Of<int>())).Then(Sink.Ignore<int>());
        var numbers = FaultPolicy.Skip(Channel.CreateUnbounded<DeadLetter<int>>().Writer);
        var texts = FaultPolicy.Skip(Channel.CreateUnbounded<DeadLetter<string>>().Writer);

        Refused(() => whole.OnFault("source", numbers), "The stage 'source' is a source and has no item in hand to skip; it can be restarted.");
        Refused(() => whole.OnFault("stage", texts), "The stage 'nested/stage' reads items of Int32; its dead letters were to hold items of String.");
        Refused(() => whole.OnFault("nested", numbers), "'nested' has stages of its own; a fault policy is set for one of them, by its path.");
        Refused(() => whole.OnFault("parity", numbers), "'parity' has stages of its own; a fault policy is set for one of them, by its path.");
        Refused(() => whole.OnFault("stage", numbers).Replace("stage", Pipeline.Of<int>()),
            "The stage 'nested/stage' has a fault policy, which a pipeline cannot take over; only a stage can take its place.");
    }

    [Fact]
    public async Task A_pipeline_does_not_take_the_place_of_a_stage_with_a_policy_in_a_run()
    {
        await using var run = Source.From("source", Sequences.Never).Map("stage", x => x).Then(Sink.Ignore<int>())
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => run.SwapAsync("stage", Pipeline.Of<int>(), Token).Limit());

        Assert.Equal("The stage 'stage' has a fault policy, which a pipeline cannot take over; only a stage can take its place.", refusal.Message);
    }

    private static void Refused(Action change, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(change).Message);

    private static Pipeline<Nothing, Nothing> Failing(string kind, List<int> received, Func<int, bool> isBad)
    {
        int Check(int item) => isBad(item) ? throw new FormatException($"Bad {item}.") : item;
        var source = Source.From("source", Enumerable.Range(0, 100));
        var sink = Sink.ForEach<int>("sink", received.Add);
        return kind switch
        {
            "map" => source.Map("stage", Check).Then(sink),
            "filter" => source.Filter("stage", item => Check(item) == item).Then(sink),
            "tap" => source.Tap("stage", item => Check(item)).Then(sink),
            "scan" => source.Scan("stage", 0, (_, item) => Check(item)).Then(sink),
            "expand" => source.Expand("stage", item => new[] { Check(item) }).Then(sink),
            "sequence" => source.ExpandAsync("stage", item => Sequences.One(Check(item))).Then(sink),
            "late sequence" => source.ExpandAsync("stage", item => Sequences.One(item).Select(Check)).Then(sink),
            "async" => source.MapAsync("stage", async (item, _) =>
            {
                await Task.Yield();
                return Check(item);
            }).Then(sink),
            "parallel" or "any order" => source.MapAsync("stage", async (item, _) =>
            {
                for (var turn = 0; turn < item % 5; turn++) await Task.Yield();
                return Check(item);
            }, parallelism: 4, ordered: kind == "parallel").Then(sink),
            "body" => source.Then("stage", new Fails(isBad)).Then(sink),
            "spans" => source.Then("stage", new FailsInSpans(isBad)).Then(sink),
            "sink" => source.Then(Sink.ForEach<int>("stage", item => received.Add(Check(item)))),
            _ => source.Then(Sink.ForEachAsync<int>("stage", async (item, _) =>
            {
                await Task.Yield();
                received.Add(Check(item));
            })),
        };
    }

    private sealed class Fails(Func<int, bool> isBad) : IStage<int, int>
    {
        public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
        {
            await foreach (var item in input.ReadAllAsync(cancellationToken))
                await output.WriteAsync(isBad(item) ? throw new FormatException($"Bad {item}.") : item, cancellationToken);
        }
    }

    private sealed class FailsInSpans(Func<int, bool> isBad) : IStage<int, int>
    {
        public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
        {
            var (reader, batch) = ((HopReader<int>)input, new int[64]);
            while (await reader.WaitToReadAsync(cancellationToken))
            {
                var count = reader.TryRead(batch);
                for (var i = 0; i < count; i++)
                    await output.WriteAsync(isBad(batch[i]) ? throw new FormatException($"Bad {batch[i]}.") : batch[i], cancellationToken);
            }
        }
    }

    [Fact]
    public async Task Items_read_ahead_are_not_done_with()
    {
        await using var run = Source.From("source", Enumerable.Range(0, 1000))
            .MapAsync<Nothing, int, int>("stage", static (_, _) => throw new FormatException(), parallelism: 2)
            .Then(Sink.Ignore<int>())
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 3)).Run();

        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
        Assert.Equal(3, run.Snapshot().Stages.Single(static stage => stage.Path == "stage").Restarts);
    }

    [Fact]
    public async Task The_last_item_of_a_stage_that_has_had_enough_is_the_next_stages()
    {
        var items = Enumerable.Range(0, 4).Select(static _ => new Rented()).ToList();
        var received = new List<Rented>();
        await using var run = Source.From("source", items).Take("stage", 2)
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1))
            .Then(Sink.Collect("collect", received)).Run();
        await run.Completion.Limit();

        Assert.Equal(items.Take(2), received);
        Assert.All(received, static item => Assert.Equal(0, item.Disposals));
    }

    [Fact]
    public async Task An_item_that_a_stage_gives_back_when_it_is_stopped_is_released_once()
    {
        var items = Enumerable.Range(0, 3).Select(static _ => new Rented()).ToList();
        var full = Channel.CreateBounded<Rented>(1);
        await using var run = Source.From("source", items).Then(Sink.To("sink", full.Writer))
            .OnFault("sink", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1)).Run();
        await Within.Until(() => run.Snapshot().Hops[0].Reading is { Items: 3, Held: 1 });

        await run.StopAsync().Limit();

        Assert.Equal([0, 1, 1], items.Select(static item => item.Disposals));
    }

    [Fact]
    public async Task Stopping_while_dead_letters_are_full_releases_the_item_and_skips_none()
    {
        var (first, second) = (new Rented(), new Rented());
        var letters = Hop<DeadLetter<Rented>>.Create(new(1));
        var failing = new TaskCompletionSource();
        await using var run = Source.From("source", [first, second])
            .Map<Nothing, Rented, Rented>("stage", item =>
            {
                if (item == second) failing.SetResult();
                throw new FormatException();
            })
            .Then(Sink.Ignore<Rented>())
            .OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run();
        await failing.Task.Limit();

        await run.StopAsync().Limit();

        Assert.Equal(1, run.Snapshot().Stages.Single(static stage => stage.Path == "stage").Skipped);
        Assert.Equal((0, 1), (first.Disposals, second.Disposals));
    }

    [Fact]
    public async Task A_stage_that_waits_by_doorbell_has_done_with_an_item_when_it_arms_the_bell()
    {
        var (input, received) = (Hop<int>.Create(new(4)), new List<int>());
        await using var run = Pipeline.Of<int>()
            .Then<int>("stage", async (reader, output, token) =>
            {
                var bell = new Doorbell();
                while (!((HopReader<int>)reader).IsEnded)
                {
                    while (reader.TryRead(out var item)) await output.WriteAsync(item == 0 ? throw new FormatException() : item, token);
                    if (((HopReader<int>)reader).TryArm(bell, 0)) await bell.WaitAsync(token);
                    while (bell.TryTake(out _)) { }
                }
            })
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 1))
            .Then(Sink.Collect("collect", received)).Run(input.Reader);
        foreach (var item in new[] { 0, 1, 0, 2 }) await input.Writer.WriteAsync(item, Token);
        await Within.Until(() => run.Snapshot().Hops[^1].Reading.Delivered == 2);
        input.Writer.Complete();
        await run.Completion.Limit();

        Assert.Equal([1, 2], received);
        Assert.Equal((4, 2, 2), (input.Read().Items, input.Read().Delivered, input.Read().Faulted));
    }
}
