using Flow.DataPath;
using Flow.Swarm.Draws;
using Flow.Swarm.Laws;
using Flow.TcpIp;
using Flow.Testing;

namespace Flow.Swarm.Networks;

/// <summary>A host of a simulated network, which may be switched off and on again: each time with a wire, a stack and apps of its own.</summary>
internal sealed class SimulatedHost
{
    private const ushort Port = 80;

    private readonly HostDraw _draw;
    private readonly SimulationScheduler _scheduler;
    private readonly VirtualTime _time;
    private readonly BufferPool _pool;
    private readonly FrameDigest _digest;
    private readonly int _connections;
    private readonly Action<BreachException> _fail;
    private MemoryWire? _wire;
    private Host? _host;
    private int _lives;

    /// <param name="draw">What it is.</param>
    /// <param name="connections">How many connections it may have at once.</param>
    /// <param name="scheduler">Where it runs.</param>
    /// <param name="pool">Where its buffers come from.</param>
    /// <param name="digest">What each of its frames is added to.</param>
    /// <param name="fail">Told of what its frames show to be wrong.</param>
    public SimulatedHost(
        HostDraw draw, int connections, SimulationScheduler scheduler, BufferPool pool, FrameDigest digest, Action<BreachException> fail)
    {
        (_draw, _connections, _scheduler, _time, _pool, _digest, _fail) = (draw, connections, scheduler, scheduler.Time, pool, digest, fail);
    }

    public string Name => $"host {_draw.Index}";

    /// <summary>Its apps' end while it is on.</summary>
    public MemoryAppEnd? Apps { get; private set; }

    /// <summary>Connections that are open.</summary>
    public int Connections => _host?.Connections ?? 0;

    /// <summary>Connections that have failed in this life.</summary>
    public long ConnectionFaults => _host?.ConnectionFaults ?? 0;

    /// <summary>Switches it on.</summary>
    /// <param name="seed">Where its ports and sequence numbers are drawn from.</param>
    /// <returns>The other end of its wire.</returns>
    public WireEnd Start(ulong seed)
    {
        var run = new RunOptions { Scheduler = _scheduler, TimeProvider = _time };
        var (there, back) = (Aged(_draw.Wire.There), Aged(_draw.Wire.Back));
        _lives++;
        _wire = new MemoryWire(
            _draw.Wire.Frames, direction => new Impairment(direction == WireDirection.AToB ? there : back, _pool, _time), run);
        Apps = new MemoryAppEnd(_draw.AppBufferBytes, _time);
        var window = new WindowWatch(Name, _fail);
        var place = 2 * _draw.Index;
        _host = new Host(
            new HostOptions
            {
                Name = Name,
                MacAddress = new MacAddress(0x02_00_00_00_00_01 + (ulong)_draw.Index),
                Address = AddressOf(_draw.Index),
                Mtu = _draw.Mtu,
                SuperFrames = _draw.SuperFrames,
                ComputeChecksums = _draw.ComputeChecksums,
                Remote = new TransportEndpoint(AddressOf(_draw.Remote), Port),
                ListenPort = Port,
                Hops = _draw.Hops,
                SendQueueBytes = _draw.SendQueueBytes,
                LoopScore = _draw.LoopScore,
                Stages = new HostStages
                {
                    EthPoll = parts => new SpinGuard(new EthPoll(parts), _scheduler),
                    Put = host => new WatchedStage<FrameParts, FrameParts>(
                        new Put(host.Options.MacAddress), frame => _digest.Add(place, frame)),
                    Tx = _ => new WatchedStage<Frame, FrameParts>(new Tx(), frame =>
                    {
                        window.Look(frame);
                        _digest.Add(place + 1, frame);
                    }),
                },
                Pool = _pool,
                Seed = seed,
                TimeProvider = _time,
                ServiceScheduler = _scheduler,
                StackScheduler = _scheduler,
            },
            _wire.A,
            Apps);
        return _wire.B;
    }

    /// <summary>Switches it off, and checks that nothing of it is left.</summary>
    public async Task StopAsync()
    {
        if (_host is null || _wire is null) return;
        Apps = null;
        await _host.DisposeAsync();
        await _wire.DisposeAsync();
        CheckBounds();
        HostChecks.CheckEnded(_host);
        (_host, _wire) = (null, null);
    }

    /// <summary>No hop of it, and no wire, has held more than it may.</summary>
    public void CheckBounds()
    {
        if (_host is null || _wire is null) return;
        HostChecks.CheckBounds(_host, _connections);
        HostChecks.CheckWire(_wire, _draw.Wire.There.HeldFramesLimit, $"The wire of {Name}");
    }

    public override string ToString() => _host is null ? $"{Name} is off" : $"{Name} has {Connections} connections, {ConnectionFaults} have failed";

    private static IPv4Address AddressOf(int index) => new(0x0A_00_00_01 + (uint)index);

    // A wire's times count from when it began.
    private ImpairmentOptions Aged(ImpairmentOptions options)
    {
        var age = _time.Now;
        return options with
        {
            CalmAfter = options.CalmAfter > age ? options.CalmAfter - age : TimeSpan.Zero,
            Outages = [.. options.Outages.Where(outage => outage.From >= age).Select(outage => outage with { From = outage.From - age })],
            Seed = options.Seed + (ulong)_lives,
        };
    }
}
