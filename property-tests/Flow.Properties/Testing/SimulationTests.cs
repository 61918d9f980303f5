using Flow.Testing;
using FsCheck.Xunit;
using Xunit;

namespace Flow.Properties.Testing;

public sealed class SimulationTests
{
    [Property(MaxTest = 50)]
    public bool The_same_seed_gives_the_same_interleaving(int seed) =>
        Interleave(SchedulePolicy.Random(seed)) == Interleave(SchedulePolicy.Random(seed));

    [Fact]
    public void Different_seeds_give_different_interleavings() =>
        Assert.True(Enumerable.Range(0, 20).Select(seed => Interleave(SchedulePolicy.Random(seed)).Turns).Distinct().Count() > 10);

    [Fact]
    public void Each_has_its_turn_in_the_plain_order() =>
        Assert.StartsWith("abcabcabc", Interleave(SchedulePolicy.RoundRobin()).Turns, StringComparison.Ordinal);

    [Property(MaxTest = 50)]
    public bool A_printed_schedule_replays_the_run(int seed)
    {
        var first = Interleave(SchedulePolicy.Random(seed));
        return Interleave(SchedulePolicy.Replay(Schedule.Parse(first.Schedule.ToString()), exactly: true)) == first;
    }

    [Property(MaxTest = 50)]
    public bool There_are_no_more_preemptions_than_allowed(int seed, byte most) =>
        Interleave(SchedulePolicy.Pct(seed, most % 4)).Schedule.Deviations.Length <= most % 4;

    [Fact]
    public void A_replay_of_other_work_says_so()
    {
        var differs = Assert.Throws<SimulationException>(() => Interleave(SchedulePolicy.Replay(Schedule.Parse("2:1/7"), exactly: true)));
        Assert.Equal(SimulationEnd.OtherReplay, differs.End);
        Assert.Contains("at decision 2 3 can run, where there were 7", differs.Message, StringComparison.Ordinal);

        var longer = Assert.Throws<SimulationException>(() => Interleave(SchedulePolicy.Replay(Schedule.Parse("1000:1"), exactly: true)));
        Assert.Contains("ended before decision 1000", longer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_that_need_not_be_exact_passes_over_what_is_not_there() =>
        Assert.Equal(Schedule.Plain, Interleave(SchedulePolicy.Replay(Schedule.Parse("2:6/7 1000:1"))).Schedule);

    [Fact]
    public void A_deadlock_is_found_at_once()
    {
        var stuck = Assert.Throws<SimulationException>(() => Simulate(async () =>
        {
            var hop = Hop<int>.Create(new(1));
            await hop.Reader.WaitToReadAsync();
        }));
        Assert.Equal(SimulationEnd.Deadlock, stuck.End);
    }

    [Fact]
    public void Work_without_an_end_is_found()
    {
        var endless = Assert.Throws<SimulationException>(() => Simulate(async () =>
        {
            while (true) await Task.Yield();
        }));
        Assert.Equal(SimulationEnd.Livelock, endless.End);
    }

    [Fact]
    public void Work_that_leaves_the_scheduler_is_found() =>
        Assert.Equal(SimulationEnd.LeftSimulation, Assert.Throws<SimulationException>(() => Simulate(async () =>
        {
            var gate = new TaskCompletionSource();
            var waiting = WaitAsync(gate.Task);
            var thread = new Thread(gate.SetResult);
            thread.Start();
            thread.Join();
            await waiting;
        })).End);

    [Fact]
    public void What_the_work_throws_is_thrown() =>
        Assert.Throws<InvalidDataException>(() => Simulate(async () =>
        {
            await Task.Yield();
            throw new InvalidDataException();
        }));

    private static async Task WaitAsync(Task task)
    {
        await task;
        await Task.Yield();
    }

    private static void Simulate(Func<Task> work) => new SimulationScheduler(SchedulePolicy.Random(1)).Run(work);

    private static (string Turns, Schedule Schedule) Interleave(SchedulePolicy policy)
    {
        var turns = new List<char>();
        var simulation = new SimulationScheduler(policy);
        simulation.Run(() => Task.WhenAll("abc".Select(async name =>
        {
            for (var turn = 0; turn < 10; turn++)
            {
                await Task.Yield();
                turns.Add(name);
            }
        })));
        return (string.Concat(turns), simulation.Schedule);
    }
}
