using Flow.Swarm;
using Flow.Swarm.Draws;
using Flow.Swarm.Laws;
using Flow.TcpIp;
using Xunit;

namespace Flow.Properties.Swarms;

/// <summary>The swarm's runs are what it says they are, and each is the same whenever it is drawn again.</summary>
public sealed class SwarmTests
{
    private const int Kibi = 1024;

    [Fact]
    public void A_run_keeps_every_law_and_is_the_same_when_it_is_drawn_again()
    {
        var pool = new BufferPool();
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var (first, second) = (SwarmRun.Hold(RunDraw.Short(seed), pool), SwarmRun.Hold(RunDraw.Short(seed), new BufferPool()));

            Assert.Null(first.Breach);
            Assert.Equal(first, second);
            Assert.True(first.Time >= TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void How_many_run_at_once_changes_nothing()
    {
        var alone = new SwarmRuns(seed: 7, static _ => { }).Run(runs: 30, threads: 1, CancellationToken.None);
        var together = new SwarmRuns(seed: 7, static _ => { }).Run(runs: 30, threads: 4, CancellationToken.None);
        var others = new SwarmRuns(seed: 8, static _ => { }).Run(runs: 30, threads: 4, CancellationToken.None);

        Assert.Equal(30, alone.Runs);
        Assert.Equal((alone.Digest, alone.SimulatedSeconds), (together.Digest, together.SimulatedSeconds));
        Assert.NotEqual(alone.Digest, others.Digest);
    }

    [Fact]
    public void Every_run_has_two_connections_with_64_KiB_each_way_a_second_and_a_fault()
    {
        for (var seed = 0UL; seed < 2000; seed++)
        {
            var draw = RunDraw.Short(seed);
            var whole = draw.Talks.Where(static talk => !talk.IsReset).Where(talk => draw.Restarts.All(restart =>
                talk.OpensAt > restart.At || (talk.Opener != restart.Host && talk.Taker != restart.Host)));

            Assert.True(whole.Count(static talk => talk.There.Bytes >= 64 * Kibi && talk.Back.Bytes >= 64 * Kibi) >= 2, draw.ToString());
            Assert.True(draw.Calm >= TimeSpan.FromSeconds(1), draw.ToString());
            Assert.True(HasOneForCertain(draw), draw.ToString());
        }
    }

    [Fact]
    public void Every_kind_of_fault_is_drawn_and_strikes()
    {
        var draws = Enumerable.Range(0, 200).Select(static seed => RunDraw.Short((ulong)seed)).ToList();

        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Contains(draws, draw => draw.Faults.Contains(kind)));
        Assert.Contains(draws, static draw => draw.Hosts.Count > 3);
        Assert.Contains(draws, static draw => draw.Switches.Count > 2);
    }

    [Fact]
    public void An_hour_of_lossy_traffic_is_a_matter_of_seconds()
    {
        var hour = Enumerable.Range(0, 1000).Select(static seed => RunDraw.Long((ulong)seed, TimeSpan.FromHours(1), talks: 200)).First(IsLossy);

        var result = SwarmRun.Hold(hour, new BufferPool());

        Assert.Null(result.Breach);
        Assert.True(result.Time >= TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_buffer_that_does_not_come_home_is_found()
    {
        var pool = new BufferPool();
        pool.Rent(1);

        var result = SwarmRun.Hold(RunDraw.Short(1), pool);

        Assert.Equal((SwarmLaw.Conservation, "1 buffers have not come back."), (result.Breach!.Law, result.Breach.Message));
    }

    // So much that it shows, and not so much that in an hour somebody rightly gives up: an attempt to connect does after seven losses in a row.
    private static bool IsLossy(RunDraw draw) =>
        draw.Switches.Count == 1
        && !draw.Faults.Contains(FaultKind.Bursts)
        && draw.Hosts.All(static host => host.Wire.There.Loss is > 0 and < 0.06 && host.Wire.Back.Loss is > 0 and < 0.06);

    // The weather of the wires may by chance touch no frame; these are there whatever happens.
    private static bool HasOneForCertain(RunDraw draw) =>
        draw.Restarts.Count > 0
        || draw.Talks.Any(static talk => talk.IsReset || talk.There.Stall.For > TimeSpan.Zero || talk.Back.Stall.For > TimeSpan.Zero)
        || draw.Hosts.Any(static host => host.Wire.There.Outages.Count > 0);
}
