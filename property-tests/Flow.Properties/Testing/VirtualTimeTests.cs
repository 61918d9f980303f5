using Flow.Testing;
using Xunit;

namespace Flow.Properties.Testing;

public sealed class VirtualTimeTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly SimulationScheduler _simulation = new(SchedulePolicy.Random(1));

    private VirtualTime Time => _simulation.Time;

    [Fact]
    public void Time_moves_on_when_nothing_else_can()
    {
        _simulation.Run(() => Task.Delay(Hour, Time));
        Assert.Equal(Hour, Time.Now);
    }

    [Fact]
    public void Time_stands_still_while_anything_can_run() => _simulation.Run(async () =>
    {
        var late = Task.Delay(TimeSpan.FromMilliseconds(1), Time);
        for (var turn = 0; turn < 100; turn++) await Task.Yield();
        Assert.False(late.IsCompleted);
        await late;
    });

    [Fact]
    public void A_periodic_timer_ticks()
    {
        var ticks = new List<TimeSpan>();
        _simulation.Run(async () =>
        {
            using var timer = new PeriodicTimer(Hour, Time);
            while (ticks.Count < 3 && await timer.WaitForNextTickAsync()) ticks.Add(Time.Now);
        });

        Assert.Equal([Hour, 2 * Hour, 3 * Hour], ticks);
        Assert.Equal(0, Time.TimersSet);
    }

    [Fact]
    public void Timers_due_at_the_same_moment_elapse_together() => _simulation.Run(async () =>
    {
        var (first, second) = (Task.Delay(Hour, Time), Task.Delay(Hour, Time));
        await Task.WhenAny(first, second);
        Assert.True(first.IsCompleted && second.IsCompleted);
    });

    [Fact]
    public void A_timer_that_is_set_again_elapses_once()
    {
        var elapsed = new List<TimeSpan>();
        _simulation.Run(async () =>
        {
            await using var timer = Time.CreateTimer(_ => elapsed.Add(Time.Now), null, Hour, Timeout.InfiniteTimeSpan);
            timer.Change(2 * Hour, Timeout.InfiniteTimeSpan);
            Assert.Equal(1, Time.TimersSet);
            await Task.Delay(5 * Hour, Time);
        });

        Assert.Equal([2 * Hour], elapsed);
    }

    [Fact]
    public void A_timer_that_is_due_at_once_waits_until_nothing_else_can_run() => _simulation.Run(async () =>
    {
        var isDue = false;
        await using var timer = Time.CreateTimer(_ => isDue = true, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await Task.Yield();
        Assert.False(isDue);
        await Task.Delay(TimeSpan.FromMilliseconds(1), Time);
        Assert.True(isDue);
    });

    [Fact]
    public void Work_that_only_waits_for_timers_has_its_most_time()
    {
        var simulation = new SimulationScheduler(SchedulePolicy.RoundRobin(), new SimulationOptions { MostTime = 10 * Hour });
        var endless = Assert.Throws<SimulationException>(() => simulation.Run(async () =>
        {
            using var timer = new PeriodicTimer(Hour, simulation.Time);
            while (await timer.WaitForNextTickAsync())
            {
            }
        }));
        Assert.Equal(SimulationEnd.Livelock, endless.End);
        Assert.Equal(10 * Hour, simulation.Time.Now);
    }

    [Fact]
    public void What_has_to_hold_when_all_is_quiet_is_looked_at_before_time_moves()
    {
        var looks = 0;
        var simulation = new SimulationScheduler(SchedulePolicy.Random(1), new SimulationOptions { BeforeTimeMoves = () => looks++ });
        simulation.Run(() => Task.Delay(Hour, simulation.Time));
        Assert.Equal(1, looks);
    }
}
