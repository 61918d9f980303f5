using Flow.Testing;
using Xunit;

namespace Flow.Properties.Testing;

public sealed class InterleavingTests
{
    private const int MostCases = 300;

    private static readonly SimulationOptions Inside = new() { InsideHops = true };

    [Theory]
    [InlineData(RingFlaw.NoSecondLook)]
    [InlineData(RingFlaw.TailBeforeItem)]
    [InlineData(RingFlaw.LookBeforeTail)]
    public void A_flaw_of_two_steps_is_found_and_its_schedule_replays_it(RingFlaw flaw)
    {
        foreach (var kind in new Func<int, SchedulePolicy>[] { SchedulePolicy.Random, seed => SchedulePolicy.Pct(seed, 2) })
        {
            var (failure, schedule) = Enumerable.Range(0, MostCases).Select(seed => Try(flaw, kind(seed))).First(run => run.Failure is not null);
            var replayed = Try(flaw, SchedulePolicy.Replay(Schedule.Parse(schedule.ToString()), exactly: true));
            Assert.Equal(failure!.Message, replayed.Failure?.Message);
            Assert.Equal(schedule, replayed.Schedule);
        }
    }

    [Fact]
    public void A_schedule_shrinks_to_the_one_preemption_that_matters()
    {
        var smallest = Enumerable.Range(0, MostCases)
            .Select(seed => Try(RingFlaw.NoSecondLook, SchedulePolicy.Random(seed))).First(run => run.Failure is not null).Schedule;
        while (smallest.Shrink().FirstOrDefault(IsBroken) is { } smaller) smallest = smaller;
        Assert.InRange(smallest.Deviations.Length, 1, 2);

        static bool IsBroken(Schedule schedule) => Try(RingFlaw.NoSecondLook, SchedulePolicy.Replay(schedule)).Failure is not null;
    }

    [Fact]
    public void What_has_no_flaw_is_never_broken() => Assert.All(
        Enumerable.Range(0, MostCases), seed => Assert.Null(Try(RingFlaw.None, SchedulePolicy.Random(seed)).Failure));

    [Fact]
    public void A_callback_that_waits_for_a_lock_does_not_block_who_takes_it_back() => Assert.All(Enumerable.Range(0, MostCases), seed =>
    {
        new SimulationScheduler(SchedulePolicy.Random(seed), Inside).Run(() =>
        {
            var gate = new Lock();
            var cancellation = new CancellationTokenSource();
            var registration = cancellation.Token.Register(() =>
            {
                using (Interleaving.Enter(gate))
                {
                    // Only whether it comes in.
                }
            });
            return Task.WhenAll(Task.Factory.StartNew(cancellation.Cancel), Task.Factory.StartNew(TakeBack));

            void TakeBack()
            {
                using (Interleaving.Enter(gate)) Interleaving.Point();
                Interleaving.Point();
                registration.Dispose();
            }
        });
    });

    [Fact]
    public void Strands_that_were_interrupted_leave_when_the_work_fails()
    {
        var (entered, left) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            Assert.Throws<InvalidDataException>(() => new SimulationScheduler(SchedulePolicy.Random(seed), Inside).Run(async () =>
            {
                var strands = Enumerable.Range(0, 5).Select(_ => Task.Factory.StartNew(Strand)).ToList();
                await Task.Yield();
                throw new InvalidDataException();
            }));
        }

        Assert.NotEqual(0, entered);
        Assert.Equal(entered, left);

        void Strand()
        {
            entered++;
            try
            {
                for (var turn = 0; turn < 20; turn++) Interleaving.Point();
            }
            finally
            {
                left++;
            }
        }
    }

    [Fact]
    public void Who_holds_a_lock_goes_on_while_others_wait_for_it()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var (gate, inside, most) = (new Lock(), 0, 0);
            new SimulationScheduler(SchedulePolicy.Random(seed), Inside).Run(() => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(Enter))));
            Assert.Equal(1, most);

            void Enter()
            {
                using var held = Interleaving.Enter(gate);
                most = Math.Max(most, ++inside);
                Interleaving.Point();
                inside--;
            }
        }
    }

    [Fact]
    public void A_loop_that_waits_lets_others_go_on()
    {
        new SimulationScheduler(SchedulePolicy.Replay(Schedule.Plain), Inside).Run(() =>
        {
            var isSet = false;
            return Task.WhenAll(Task.Factory.StartNew(Wait), Task.Factory.StartNew(() => isSet = true));

            void Wait()
            {
                while (!isSet) Interleaving.Spin();
            }
        });
    }

    [Fact]
    public void A_loop_that_waits_for_ever_is_named()
    {
        var endless = Assert.Throws<SimulationException>(
            () => new SimulationScheduler(SchedulePolicy.Random(1), Inside with { StepLimit = 5000 }).Run(() => Task.Factory.StartNew(SpinForEver)));
        Assert.Equal(SimulationEnd.Livelock, endless.End);
        Assert.Contains("InterleavingTests.A_loop_that_waits_for_ever_is_named (1000)", endless.Message, StringComparison.Ordinal);

        static void SpinForEver()
        {
            while (true) Interleaving.Spin();
        }
    }

    [Fact]
    public void A_callback_of_a_cancelled_token_is_not_interrupted()
    {
        // Who takes a callback back waits until it has run, and blocks its thread.
        for (var seed = 0; seed < 50; seed++)
        {
            using var source = new CancellationTokenSource();
            new SimulationScheduler(SchedulePolicy.Random(seed), Inside).Run(() =>
            {
                var registration = source.Token.Register(static () =>
                {
                    for (var turn = 0; turn < 10; turn++) Interleaving.Point();
                });
                return Task.WhenAll(Task.Factory.StartNew(source.Cancel), Task.Factory.StartNew(registration.Dispose));
            });
        }
    }

    [Fact]
    public void Outside_of_a_simulation_a_point_does_nothing()
    {
        Interleaving.Point();
        Interleaving.Spin();
        using var held = Interleaving.Enter(new Lock());
    }

    private static (Exception? Failure, Schedule Schedule) Try(RingFlaw flaw, SchedulePolicy policy)
    {
        var simulation = new SimulationScheduler(policy, Inside);
        try
        {
            simulation.Run(async () =>
            {
                var ring = new SmallRing(flaw);
                var writing = Task.Factory.StartNew(() =>
                {
                    for (var item = 1; item <= 4; item++) ring.Write(item);
                });
                for (var item = 1; item <= 4; item++)
                {
                    var read = await ring.ReadAsync();
                    if (read != item) throw new InvalidDataException($"{read} instead of {item}");
                }

                await writing;
            });
            return (null, simulation.Schedule);
        }
        catch (Exception failure) when (failure is SimulationException or InvalidDataException)
        {
            return (failure, simulation.Schedule);
        }
    }
}
