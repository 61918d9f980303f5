namespace Flow.Tests.Runs;

public class RestartDelayTests
{
    private static readonly Pipeline<int, int> Failing = Pipeline.Of<int>().Map("stage", int (_) => throw new FormatException("Bad line."));

    [Fact]
    public async Task What_the_function_of_the_delay_throws_does_not_hide_the_fault()
    {
        var fault = await Assert.ThrowsAsync<StageFaultException>(
            () => Failing.OnFault("stage", FaultPolicy.Restart((_, _) => throw new TimeZoneNotFoundException())).CollectAsync([1]));

        var both = Assert.IsType<AggregateException>(fault.InnerException).InnerExceptions;
        Assert.IsType<FormatException>(both[0]);
        Assert.IsType<TimeZoneNotFoundException>(both[1]);
        Assert.StartsWith(
            "Stage 'stage' faulted: The stage faulted, and so did the function that gives the delay of its restart. (Bad line.)",
            fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delay_longer_than_a_timer_can_run_is_as_long_as_that()
    {
        var time = new TimerWatch();
        await using var run = Failing.OnFault("stage", FaultPolicy.Restart((_, _) => TimeSpan.MaxValue))
            .Run([1], Sink.Ignore<int>(), new RunOptions { TimeProvider = time });

        await time.TimerStarted().Limit();

        Assert.Equal(TimeSpan.FromMilliseconds(uint.MaxValue - 1), time.Due);
        await run.StopAsync().Limit();
    }
}
