namespace Flow.Swarm.Draws;

/// <summary>All there is to a run, drawn from its seed.</summary>
internal sealed record RunDraw
{
    /// <summary>What every run has at least, of each.</summary>
    private const int LeastTalks = 2;
    private const int LeastBytes = 64 * 1024;

    private const int MostHosts = 5;
    private const int MostSwitches = 3;
    private const int MostTalks = 5;
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(8);

    // Longer than frames of a host's former life are on their way: TCP asks for as much quiet after a crash (RFC 9293 section 3.4.3).
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    public required ulong Seed { get; init; }

    public required SchedulingDraw Scheduling { get; init; }

    public required IReadOnlySet<FaultKind> Faults { get; init; }

    /// <summary>When the last fault is over; what has been opened by then goes on.</summary>
    public required TimeSpan Calm { get; init; }

    public required IReadOnlyList<SwitchDraw> Switches { get; init; }

    public required IReadOnlyList<HostDraw> Hosts { get; init; }

    public required IReadOnlyList<RestartDraw> Restarts { get; init; }

    public required IReadOnlyList<TalkDraw> Talks { get; init; }

    /// <summary>A run as the swarm has them: seconds long, with at least two connections, 64 KiB each way on both, and a fault.</summary>
    public static RunDraw Short(ulong seed)
    {
        var dice = new Dice(seed);
        return Draw(seed, dice, new Spell(dice.Between(LeastTime, MostTime)), dice.Between(LeastTalks, MostTalks));
    }

    /// <summary>A run of a stated length, with a connection every so often.</summary>
    public static RunDraw Long(ulong seed, TimeSpan time, int talks) => Draw(seed, new Dice(seed), new Spell(time), talks);

    public override string ToString() => string.Join('\n', [
        FormattableString.Invariant($"seed {Seed}: {string.Join(", ", Faults.Order())}, until {Calm.TotalSeconds} s; scheduled {Scheduling}"),
        .. Switches.Select(static (draw, index) => $"switch {index}: {draw}"),
        .. Hosts.Select(static draw => $"host {draw.Index}: {draw}"),
        .. Restarts.Select(static draw => $"restart: {draw}"),
        .. Talks.Select(static draw => $"connection {draw.Index}: {draw}"),
    ]);

    private static RunDraw Draw(ulong seed, Dice dice, Spell spell, int talks)
    {
        var faults = DrawFaults(dice.Apart());
        var switches = DrawSwitches(dice.Apart(), faults, spell);
        var hosts = DrawHosts(dice.Apart(), switches.Count, faults, spell);
        var restarts = DrawRestarts(dice.Apart(), hosts.Count, faults, spell);
        return new RunDraw
        {
            Seed = seed,
            Scheduling = SchedulingDraw.Draw(dice.Apart()),
            Faults = faults,
            Calm = spell.Calm,
            Switches = switches,
            Hosts = hosts,
            Restarts = restarts,
            Talks = [.. Enumerable.Range(0, talks + (faults.Contains(FaultKind.Reset) ? 1 : 0))
                .Select(index => DrawTalk(dice.Apart(), index, isReset: index == talks, hosts, restarts, faults, spell))],
        };
    }

    // One that comes for certain, and the weather of the wires.
    private static HashSet<FaultKind> DrawFaults(Dice dice)
    {
        HashSet<FaultKind> faults = [dice.Of(FaultKind.Partition, FaultKind.StalledApp, FaultKind.Reset, FaultKind.Restart)];
        for (var more = dice.Below(5); more > 0; more--) faults.Add((FaultKind)dice.Below(Enum.GetValues<FaultKind>().Length));
        return faults;
    }

    private static List<SwitchDraw> DrawSwitches(Dice dice, HashSet<FaultKind> faults, Spell spell) =>
        [.. Enumerable.Range(0, dice.OneIn(2) ? 1 : dice.Between(1, MostSwitches)).Select(index => SwitchDraw.Draw(dice, index, faults, spell))];

    private static List<HostDraw> DrawHosts(Dice dice, int switches, HashSet<FaultKind> faults, Spell spell)
    {
        var (hosts, mtu) = (dice.OneIn(2) ? 2 : dice.Between(2, MostHosts), dice.Of(576, 1280, 1500, 1500, 4000, 9000));
        return [.. Enumerable.Range(0, hosts).Select(index =>
            HostDraw.Draw(dice, index, hosts, switches, mtu, WireDraw.Draw(dice, faults, spell, spoils: true, isCut: index == 0)))];
    }

    private static List<RestartDraw> DrawRestarts(Dice dice, int hosts, HashSet<FaultKind> faults, Spell spell)
    {
        if (!faults.Contains(FaultKind.Restart)) return [];
        var forgets = dice.OneIn(2);
        var down = forgets ? dice.Between(Quiet / 20, Quiet) : dice.Between(Quiet, 2 * Quiet);
        return [new RestartDraw(dice.Below(hosts), dice.Between(spell.Calm / 10, spell.Calm / 2), down, forgets)];
    }

    private static TalkDraw DrawTalk(
        Dice dice, int index, bool isReset, List<HostDraw> hosts, List<RestartDraw> restarts, HashSet<FaultKind> faults, Spell spell)
    {
        var opener = dice.Below(hosts.Count);
        var taker = hosts[opener].Remote;
        // The first ones come to their end, whatever else happens.
        var isCore = index < LeastTalks;
        var earliest = isCore && restarts.Count > 0 ? restarts[^1].At + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero;
        var (there, back) = (Bytes(), Bytes());
        var kind = isReset ? dice.Of(TalkKind.ResetByOpener, TalkKind.ResetByTaker) : dice.OneIn(4) ? TalkKind.Answer : TalkKind.BothWays;
        // One stalls for certain; slow readers there are in any run.
        var stalls = faults.Contains(FaultKind.StalledApp) && index == 0;
        return new TalkDraw
        {
            Index = index,
            Opener = opener,
            Taker = taker,
            OpensAt = dice.Between(earliest, spell.Calm),
            Kind = kind,
            There = StreamDraw.Draw(dice, there, stalls || dice.OneIn(4), spell),
            Back = StreamDraw.Draw(dice, back, dice.OneIn(4), spell),
            ResetAfter = dice.Between(0, kind == TalkKind.ResetByTaker ? back : there),
        };

        int Bytes() => isCore ? LeastBytes + dice.Below(LeastBytes / 2) : dice.Between(TalkDraw.HeaderBytes, LeastBytes);
    }
}
