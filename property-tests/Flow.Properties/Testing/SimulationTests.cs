using Flow.Testing;
using FsCheck.Xunit;
using Xunit;

namespace Flow.Properties.Testing;

public sealed class SimulationTests
{
    [Property(MaxTest = 50)]
    public bool The_same_seed_gives_the_same_interleaving(int seed) => Interleave(seed) == Interleave(seed);

    [Fact]
    public void Different_seeds_give_different_interleavings() =>
        Assert.True(Enumerable.Range(0, 20).Select(Interleave).Distinct().Count() > 10);

    [Fact]
    public void A_deadlock_is_found_at_once()
    {
        var hop = Hop<int>.Create(new(1));
        var stuck = Assert.Throws<SimulationStuckException>(
            () => new SimulationScheduler(1).Run(async () => await hop.Reader.WaitToReadAsync()));
        Assert.StartsWith("Deadlock", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_leaves_the_scheduler_is_found() =>
        Assert.Throws<SimulationStuckException>(() =>
        {
            var gate = new TaskCompletionSource();
            new SimulationScheduler(1, whenIdle: () => Task.Run(gate.SetResult).Wait(TimeSpan.FromSeconds(30))).Run(async () =>
            {
                await gate.Task;
                await Task.Yield();
            });
        });

    [Fact]
    public void Time_moves_on_when_nothing_else_can()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var start = clock.GetTimestamp();
        new SimulationScheduler(1, whenIdle: () =>
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            return true;
        }).Run(() => Task.Delay(TimeSpan.FromHours(1), clock));
        Assert.True(clock.GetElapsedTime(start) >= TimeSpan.FromHours(1));
    }

    private static string Interleave(int seed)
    {
        var turns = new List<char>();
        new SimulationScheduler(seed).Run(() => Task.WhenAll("abc".Select(async name =>
        {
            for (var turn = 0; turn < 10; turn++)
            {
                await Task.Yield();
                turns.Add(name);
            }
        })));
        return string.Concat(turns);
    }
}
