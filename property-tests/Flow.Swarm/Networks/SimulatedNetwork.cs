using Flow.DataPath;
using Flow.Swarm.Draws;
using Flow.Swarm.Laws;
using Flow.TcpIp;
using Flow.Testing;
using static Flow.Swarm.Laws.BreachException;

namespace Flow.Swarm.Networks;

/// <summary>Hosts, switches and the wires between them, on one scheduler and one clock.</summary>
internal sealed class SimulatedNetwork
{
    // Sockets of hosts have the numbers from 1 on, those of trunks the ones from here on.
    private const int FirstTrunk = 1000;

    // Frames that hosts see have the smaller numbers in the digest.
    private const int FirstSocketPlace = 1 << 16;

    private readonly RunDraw _draw;
    private readonly VirtualTime _time;
    private readonly BufferPool _pool;
    private readonly FrameDigest _digest;
    private readonly List<Switch> _switches = [];
    private readonly List<SimulatedHost> _hosts = [];
    private readonly List<SwitchPort> _ports = [];
    private readonly List<(MemoryWire Wire, WireDraw Draw)> _trunks = [];
    private readonly List<Task> _switching = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <param name="draw">What it is.</param>
    /// <param name="scheduler">Where it runs.</param>
    /// <param name="pool">Where its buffers come from.</param>
    /// <param name="digest">What each frame is added to, on both ends of every wire.</param>
    /// <param name="fail">Told of what frames show to be wrong.</param>
    public SimulatedNetwork(RunDraw draw, SimulationScheduler scheduler, BufferPool pool, FrameDigest digest, Action<BreachException> fail)
    {
        (_draw, _time, _pool, _digest) = (draw, scheduler.Time, pool, digest);
        foreach (var switchDraw in draw.Switches) AddSwitch(switchDraw, scheduler);
        foreach (var hostDraw in draw.Hosts) AddHost(hostDraw, scheduler, fail);
    }

    public IReadOnlyList<SimulatedHost> Hosts => _hosts;

    /// <summary>Switches a host off, and on again after a while.</summary>
    public async Task RestartAsync(RestartDraw restart)
    {
        var host = _hosts[restart.Host];
        await host.StopAsync();
        await Task.Delay(restart.Down, _time);
        var seed = _draw.Hosts[restart.Host].Seed;
        _switches[_draw.Hosts[restart.Host].Switch].Plug(_ports[restart.Host], host.Start(restart.Forgets ? ~seed : seed));
    }

    /// <summary>No hop and no wire has held more than it may.</summary>
    public void CheckBounds()
    {
        foreach (var host in _hosts) host.CheckBounds();
        foreach (var (wire, draw) in _trunks) HostChecks.CheckWire(wire, draw.There.HeldFramesLimit, "A trunk");
    }

    /// <summary>Switches everything off: nothing is left then, whatever happened before.</summary>
    public async Task StopAsync()
    {
        CheckBounds();
        foreach (var host in _hosts) await host.StopAsync();
        _stopping.Cancel();
        foreach (var switching in _switching) await switching;
        foreach (var (wire, _) in _trunks) await wire.DisposeAsync();
        // Time passes only when nothing can run: whatever has been left behind has run then.
        await Task.Delay(TimeSpan.FromTicks(1), _time);

        Require(_pool.Outstanding == 0, SwarmLaw.Conservation, $"{_pool.Outstanding} buffers have not come back.");
        Require(_time.TimersSet == 0, SwarmLaw.Termination, $"{_time.TimersSet} timers are still set.");
    }

    private void AddSwitch(SwitchDraw draw, SimulationScheduler scheduler)
    {
        var added = new Switch(draw, _pool, (socket, frame) => _digest.Add(FirstSocketPlace + socket, frame), _time);
        if (draw is { TrunkTo: { } other, Trunk: { } trunk })
        {
            var wire = new MemoryWire(
                trunk.Frames,
                direction => new Impairment(direction == WireDirection.AToB ? trunk.There : trunk.Back, _pool, _time),
                new RunOptions { Scheduler = scheduler, TimeProvider = _time });
            _trunks.Add((wire, trunk));
            added.AddPort(FirstTrunk + (2 * _trunks.Count), wire.A);
            _switches[other].AddPort(FirstTrunk + (2 * _trunks.Count) + 1, wire.B);
        }

        _switches.Add(added);
        _switching.Add(Task.Factory.StartNew(
            () => RunAsync(added), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap());
    }

    private void AddHost(HostDraw draw, SimulationScheduler scheduler, Action<BreachException> fail)
    {
        var host = new SimulatedHost(draw, _draw.Talks.Count, scheduler, _pool, _digest, fail);
        _hosts.Add(host);
        _ports.Add(_switches[draw.Switch].AddPort(_hosts.Count, host.Start(draw.Seed)));
    }

    private async Task RunAsync(Switch added)
    {
        try
        {
            await added.RunAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The network is switched off.
        }
    }
}
