using Flow.Swarm.Draws;
using Flow.Swarm.Laws;
using Flow.Swarm.Networks;
using Flow.Swarm.Talks;
using Flow.TcpIp;
using Flow.Testing;
using static Flow.Swarm.Laws.BreachException;

namespace Flow.Swarm;

/// <summary>
/// One run: a whole network on one thread and virtual time, with what is said on it and what goes wrong with it, held to every law.
/// </summary>
internal sealed class SwarmRun
{
    // After the last fault. A timeout that has been doubled all along elapses within as long again, and one lost segment after the other is sent again.
    private static readonly TimeSpan MostTimeAfterFaults = TimeSpan.FromMinutes(5);

    private const int StepLimit = 20_000_000;
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    private readonly RunDraw _draw;
    private readonly BufferPool _pool;
    private readonly SimulationScheduler _scheduler;
    private readonly FrameDigest _digest;
    private SimulatedNetwork? _network;
    private Switchboard? _switchboard;
    private BreachException? _breach;

    private SwarmRun(RunDraw draw, BufferPool pool)
    {
        (_draw, _pool) = (draw, pool);
        _scheduler = new SimulationScheduler(
            draw.Scheduling.Policy(), new SimulationOptions { StepLimit = StepLimit, KeepSchedule = false, BeforeTimeMoves = BeforeTimeMoves });
        _digest = new FrameDigest(Time);
    }

    private VirtualTime Time => _scheduler.Time;

    /// <summary>Holds a run to the laws, on the calling thread.</summary>
    /// <param name="draw">What it is.</param>
    /// <param name="pool">Where its buffers come from; none of them is out, before or after.</param>
    public static RunResult Hold(RunDraw draw, BufferPool pool)
    {
        var run = new SwarmRun(draw, pool);
        var breach = run.Hold();
        return new RunResult(draw.Seed, run._breach ?? breach, run.Time.Now, run._digest.Value, run._digest.Count, run._scheduler.Steps);
    }

    private BreachException? Hold()
    {
        try
        {
            _scheduler.Run(async () =>
            {
                _network = new SimulatedNetwork(_draw, _scheduler, _pool, _digest, Fail);
                _switchboard = new Switchboard(_draw, Time, Fail);
                await HoldAsync(_network, _switchboard);
            });
            return null;
        }
        catch (BreachException breach)
        {
            return breach;
        }
        catch (SimulationException stuck)
        {
            return new BreachException(SwarmLaw.Progress, $"{stuck.Message} {State()}", stuck);
        }
        catch (Exception error)
        {
            return Unsound(error);
        }
    }

    private async Task HoldAsync(SimulatedNetwork network, Switchboard switchboard)
    {
        for (var index = 0; index < network.Hosts.Count; index++)
        {
            Serve(network.Hosts[index], switchboard);
            _ = WatchAsync(switchboard.OpenAsync(network.Hosts[index], index));
        }

        foreach (var restart in _draw.Restarts)
        {
            await UntilAsync(restart.At);
            foreach (var talk in switchboard.Talks.Where(talk => talk.Touches(restart.Host))) talk.DoomIfBegun();
            await network.RestartAsync(restart);
            Serve(network.Hosts[restart.Host], switchboard);
        }

        foreach (var talk in switchboard.Talks) await talk.Ended;
        await UntilAsync(_draw.Calm > LeastTime ? _draw.Calm : LeastTime);
        for (var look = FirstLook; network.Hosts.Any(static host => host.Connections > 0); look *= 2) await Task.Delay(look, Time);
        // A host that goes off takes with it what its peers still wait to hear of connections that their apps are done with.
        if (_draw.Restarts.Count == 0 && !switchboard.Talks.Any(static talk => talk.IsDoomed))
        {
            foreach (var host in network.Hosts)
                Require(host.ConnectionFaults == 0, SwarmLaw.Delivery, $"{host.ConnectionFaults} connections of {host.Name} have failed that no fault has touched.");
        }

        await network.StopAsync();
    }

    private void Serve(SimulatedHost host, Switchboard switchboard)
    {
        if (host.Apps is { } apps) _ = WatchAsync(switchboard.ServeAsync(apps));
    }

    private async Task UntilAsync(TimeSpan moment)
    {
        if (moment > Time.Now) await Task.Delay(moment - Time.Now, Time);
    }

    // What nobody awaits must not fail unseen.
    private async Task WatchAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception error)
        {
            Fail(Unsound(error));
        }
    }

    private static BreachException Unsound(Exception error) => new(SwarmLaw.Soundness, $"{error.GetType().Name}: {error.Message}", error);

    // The first is the one that matters: what follows may be its doing.
    private void Fail(BreachException breach) => _breach ??= breach;

    private void BeforeTimeMoves()
    {
        if (_breach is { } breach) throw breach;
        Require(
            Time.Now <= _draw.Calm + MostTimeAfterFaults, SwarmLaw.Progress, $"The faults have been over for {MostTimeAfterFaults.TotalMinutes} minutes. {State()}");
    }

    private string State() => string.Join(' ', [
        .. _switchboard?.Talks.Where(static talk => !talk.Ended.IsCompleted).Select(static talk => talk.ToString()) ?? [],
        .. _network?.Hosts.Select(static host => $"{host}.") ?? [],
    ]);
}
