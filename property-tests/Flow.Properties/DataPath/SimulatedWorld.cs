using System.Globalization;
using Flow.DataPath;
using Flow.Swarm.Networks;
using Flow.TcpIp;
using Flow.Testing;
using SpinGuard = Flow.Swarm.Networks.SpinGuard;

namespace Flow.Properties.DataPath;

/// <summary>
/// Two hosts on one memory wire, with apps in memory, all on one seeded scheduler of one thread and one virtual clock: the same case runs
/// the same way again. What an app opens on a is taken on b.
/// </summary>
internal sealed class SimulatedWorld
{
    // Longer than any connection takes to give up, and shorter than for ever.
    private static readonly TimeSpan MostTime = TimeSpan.FromDays(2);

    private readonly PathCase _case;
    private readonly SimulationScheduler _scheduler;
    private readonly VirtualTime _time;

    private SimulatedWorld(PathCase example, SimulationScheduler scheduler, HostStages stages)
    {
        _case = example;
        _scheduler = scheduler;
        _time = scheduler.Time;
        Wire = new MemoryWire(
            example.WireFrames,
            example.Weather is { } weather ? direction => new Impairment(weather.Impairment(direction, example.Seed, example.Mtu), Pool, _time) : null,
            new RunOptions { Scheduler = scheduler, TimeProvider = _time });
        AppsOfA = new MemoryAppEnd(example.AppBufferBytes, _time);
        AppsOfB = new MemoryAppEnd(example.AppBufferBytes, _time);
        var options = new HostOptions
        {
            Name = "a",
            MacAddress = new MacAddress(0x02_00_00_00_00_0A),
            Address = IPv4Address.Parse("10.0.0.1"),
            Mtu = example.Mtu,
            SuperFrames = example.SuperFrames,
            Hops = example.A.Hops,
            SendQueueBytes = example.A.SendQueueBytes,
            LoopScore = example.A.LoopScore,
            Stages = stages with { EthPoll = parts => new SpinGuard(stages.EthPoll(parts), scheduler) },
            Remote = new TransportEndpoint(IPv4Address.Parse("10.0.0.2"), 80),
            // What is left of a connection outlives every repetition of a lost FIN.
            TimeWait = TimeSpan.FromMinutes(10),
            Pool = Pool,
            Seed = (ulong)example.Seed,
            TimeProvider = _time,
            ServiceScheduler = scheduler,
            StackScheduler = scheduler,
        };
        A = new Host(options, Wire.A, AppsOfA);
        B = new Host(
            options with
            {
                Name = "b",
                MacAddress = new MacAddress(0x02_00_00_00_00_0B),
                Address = IPv4Address.Parse("10.0.0.2"),
                Hops = example.B.Hops,
                SendQueueBytes = example.B.SendQueueBytes,
                LoopScore = example.B.LoopScore,
                Remote = null,
                ListenPort = 80,
                Seed = (ulong)example.Seed + 1,
            },
            Wire.B,
            AppsOfB);
    }

    public BufferPool Pool { get; } = new();

    public MemoryWire Wire { get; }

    public Host A { get; }

    public Host B { get; }

    public MemoryAppEnd AppsOfA { get; }

    public MemoryAppEnd AppsOfB { get; }

    public VirtualTime Time => _time;

    /// <summary>Continuations that have run.</summary>
    public int Steps => _scheduler.Steps;

    /// <summary>Makes a world, does <paramref name="work"/> in it, and takes it down, with all that has to hold then.</summary>
    /// <exception cref="LawBrokenException">A deadlock, a leak, a hop above its bound, or what <paramref name="work"/> found.</exception>
    public static void Run(PathCase example, Func<SimulatedWorld, Task> work, Func<TimeProvider, HostStages>? stages = null)
    {
        SimulatedWorld? world = null;
        var options = new SimulationOptions { MostTime = MostTime, KeepSchedule = false, BeforeTimeMoves = () => world?.CheckBounds() };
        var scheduler = new SimulationScheduler(SchedulePolicy.Random(example.Seed), options);
        try
        {
            scheduler.Run(async () =>
            {
                world = new SimulatedWorld(example, scheduler, stages?.Invoke(scheduler.Time) ?? new HostStages());
                await work(world);
                await world.TakeDownAsync();
            });
        }
        catch (Exception cause) when (world is not null)
        {
            throw new LawBrokenException($"{cause.Message}\nIt was {scheduler.Time.Now}, after {scheduler.Steps} steps:\n{world.Table()}", cause);
        }
    }

    /// <summary>Waits until both hosts have no connection any more.</summary>
    public async Task NoConnectionsAsync()
    {
        while (A.Connections + B.Connections > 0) await Task.Delay(TimeSpan.FromMilliseconds(10), _time);
    }

    /// <summary>Lets <paramref name="turns"/> turns of the scheduler pass, and then <paramref name="time"/>.</summary>
    public async Task PassAsync(int turns, TimeSpan time)
    {
        for (var turn = 0; turn < turns; turn++) await Task.Yield();
        if (time > TimeSpan.Zero) await Task.Delay(time, _time);
    }

    /// <summary>Bound: no hop ever held more than its capacity.</summary>
    public void CheckBounds()
    {
        HostChecks.CheckBounds(A, _case.Connections);
        HostChecks.CheckBounds(B, _case.Connections);
        if (_case.Weather is { } weather) HostChecks.CheckWire(Wire, weather.HeldFramesLimit, "The wire");
    }

    public static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new LawBrokenException(otherwise);
    }

    // Conservation and termination: whatever happened before, nothing is left.
    private async Task TakeDownAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        await Wire.DisposeAsync();
        // Time passes only when nothing can run: whatever the hosts have left behind has run then.
        await Task.Delay(TimeSpan.FromMilliseconds(1), _time);

        CheckBounds();
        Require(Pool.Outstanding == 0, $"{Pool.Outstanding} buffers have not come back");
        Require(_time.TimersSet == 0, $"{_time.TimersSet} timers are still set");
        HostChecks.CheckEnded(A);
        HostChecks.CheckEnded(B);
    }

    private IEnumerable<(string Host, PathHop Hop)> Hops() =>
        A.Hops().Select(static hop => ("a", hop)).Concat(B.Hops().Select(static hop => ("b", hop)));

    private string Table() => string.Join('\n', Hops().Select(static at => string.Create(
        CultureInfo.InvariantCulture,
        $"{at.Host} {at.Hop.Path,-7} {at.Hop.Reading.Name,-24} {at.Hop.Reading.Occupancy,7} of {at.Hop.Reading.Capacity,-7} items {at.Hop.Reading.Items,-7} delivered {at.Hop.Reading.Delivered,-7} released {at.Hop.Reading.Released}")))
        + $"\na: {A.Connections} connections, {A.ConnectionFaults} faults, {A.Completion.Status}"
        + $"\nb: {B.Connections} connections, {B.ConnectionFaults} faults, {B.Completion.Status}";
}
