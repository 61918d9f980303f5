using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests.Runs;

public class RestartPolicyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(FailingPipeline.Kinds), MemberType = typeof(FailingPipeline))]
    public async Task Items_at_which_a_stage_restarts_are_counted_as_faulted_and_no_other_is_lost(string kind)
    {
        var received = new List<int>();
        await using var run = FailingPipeline.Of(kind, received, item => item % 7 == 3)
            .OnFault("stage", FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, 100)).Run();
        await run.Completion.Limit();

        Assert.Equal(Enumerable.Range(0, 100).Where(item => item % 7 != 3), kind == "any order" ? received.Order() : received);
        var failed = Enumerable.Range(0, 100).Count(item => item % 7 == 3);
        Assert.Equal(failed, run.Snapshot().Stages.Single(stage => stage.Path == "stage").Restarts);
        var reading = run.Snapshot().Hops.Single(hop => hop.To == "stage").Reading;
        Assert.Equal((100, 100 - failed, failed, 0), (reading.Items, reading.Delivered, reading.Faulted, reading.Held));
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
        await using var run = FailingPipeline.Of("map", [], item => item >= 10)
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
    public async Task Stopping_ends_a_delay()
    {
        var restarting = new TaskCompletionSource();
        var run = FailingPipeline.Of("map", [], _ => true).OnFault("stage", FaultPolicy.Restart((_, _) =>
        {
            restarting.TrySetResult();
            return TimeSpan.FromDays(1);
        })).Run();
        await restarting.Task.Limit();

        await run.StopAsync().Limit();

        Assert.True(run.Completion.IsCanceled);
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
}
