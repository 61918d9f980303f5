namespace Flow.Tests.Stages;

public class TimeoutTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task No_item_in_time_is_a_fault_that_names_the_stage()
    {
        var (time, input, output) = (new TimerWatch(), Hop<int>.Create(new(16)), Hop<int>.Create(new(16)));
        await using var run = Pipeline.Of<int>().Timeout("quotes", idle: Second).Run(input.Reader, output.Writer, new RunOptions { TimeProvider = time });
        await time.TimerStarted().Limit();

        time.Advance(Second);
        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("quotes", fault.Stage);
        Assert.Equal("No item came to 'quotes' for 00:00:01.", Assert.IsType<TimeoutException>(fault.InnerException).Message);
        Assert.Equal(0, time.Running);
    }

    [Fact]
    public async Task Each_item_starts_the_time_anew_and_the_first_may_have_longer()
    {
        var (time, input, output) = (new TimerWatch(), Hop<int>.Create(new(16)), Hop<int>.Create(new(16)));
        await using var run = Pipeline.Of<int>().Timeout("quotes", idle: Second, first: Second * 10)
            .Run(input.Reader, output.Writer, new RunOptions { TimeProvider = time });

        for (var round = 0; round < 3; round++)
        {
            await time.TimerStarted().Limit();
            time.Advance(Second * (round == 0 ? 9.9 : 0.9));
            input.Writer.TryWrite(round);
            Assert.Equal(round, await output.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Limit());
        }

        await time.TimerStarted().Limit();
        time.Advance(Second);
        await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());
    }

    [Fact]
    public async Task An_input_that_ends_is_no_fault()
    {
        Assert.Equal([1, 2], await Pipeline.Of<int>().Timeout("quotes", Second * 60).CollectAsync([1, 2]));
    }

    [Fact]
    public async Task Ticks_come_one_each_time_and_end_when_the_run_is_drained()
    {
        var time = new TimerWatch();
        var ticks = Hop<long>.Create(new(16));
        await using var run = Source.Tick("tick", Second).Run(ticks.Writer, new RunOptions { TimeProvider = time });
        for (var tick = 0; tick < 3; tick++)
        {
            await time.TimerStarted().Limit();
            time.Advance(Second);
            Assert.Equal(tick, await ticks.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Limit());
        }

        await run.DrainAsync().Limit();

        Assert.True(ticks.Reader.IsEnded);
    }
}
