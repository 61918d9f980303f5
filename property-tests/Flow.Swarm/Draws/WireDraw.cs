using Flow.DataPath;

namespace Flow.Swarm.Draws;

/// <summary>A wire: what each direction of it holds, and what frames suffer there.</summary>
internal sealed record WireDraw(int Frames, ImpairmentOptions There, ImpairmentOptions Back)
{
    private const int LongestDelayMs = 30;

    /// <param name="dice">What draws it.</param>
    /// <param name="faults">What may go wrong on it.</param>
    /// <param name="spell">How long it may.</param>
    /// <param name="spoils">
    /// Whether bits may be flipped in frames that go there. A frame is to pass one such wire at most: two flips can hide from TCP's checksum.
    /// </param>
    /// <param name="isCut">Whether a partition cuts it for certain; if not, it may.</param>
    public static WireDraw Draw(Dice dice, IReadOnlySet<FaultKind> faults, Spell spell, bool spoils, bool isCut)
    {
        var delay = dice.OneIn(4) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(dice.Below(LongestDelayMs + 1));
        var (frames, held) = (dice.Of(1, 16, 64, 64), dice.OneIn(6) ? dice.Between(8, 32) : 4096);
        var (there, back) = (Direction(spoils), Direction(spoils: false));
        if (!faults.Contains(FaultKind.Partition) || !(isCut || dice.OneIn(2))) return new WireDraw(frames, there, back);

        Outage[] outages = [new(dice.Between(TimeSpan.Zero, spell.Calm / 2), dice.Between(TimeSpan.FromMilliseconds(20), spell.Lasting / 2))];
        var isOneWay = dice.OneIn(3);
        return new WireDraw(frames, there with { Outages = outages }, isOneWay ? back : back with { Outages = outages });

        ImpairmentOptions Direction(bool spoils) => new()
        {
            Delay = delay,
            HeldFramesLimit = held,
            Loss = Chance(FaultKind.Loss, 10),
            Bursts = faults.Contains(FaultKind.Bursts) ? new BurstLoss(Percent(dice.Between(1, 3)), Percent(dice.Between(10, 50)), Percent(dice.Between(50, 100))) : null,
            Corruption = spoils ? Chance(FaultKind.Corruption, 10) : 0,
            Duplication = Chance(FaultKind.Duplication, 20),
            Reordering = Chance(FaultKind.Reordering, 20),
            ReorderingDelay = TimeSpan.FromMilliseconds(dice.Between(1, 20)),
            CalmAfter = spell.Calm,
            Seed = dice.Next(),
        };

        double Chance(FaultKind kind, int mostPercent) => faults.Contains(kind) ? Percent(dice.Between(1, mostPercent)) : 0;
    }

    public override string ToString() => $"{Frames} frames; there: {Text(There)}; back: {Text(Back)}";

    private static double Percent(int percent) => percent / 100.0;

    private static string Text(ImpairmentOptions wire)
    {
        var text = FormattableString.Invariant($"delay {wire.Delay.TotalMilliseconds} ms, at most {wire.HeldFramesLimit} held");
        if (wire.Loss > 0) text += FormattableString.Invariant($", loss {wire.Loss}");
        if (wire.Bursts is { } bursts) text += FormattableString.Invariant($", bursts {bursts.Begins}/{bursts.Ends}/{bursts.Loss}");
        if (wire.Corruption > 0) text += FormattableString.Invariant($", corruption {wire.Corruption}");
        if (wire.Duplication > 0) text += FormattableString.Invariant($", duplication {wire.Duplication}");
        if (wire.Reordering > 0) text += FormattableString.Invariant($", reordering {wire.Reordering} by {wire.ReorderingDelay.TotalMilliseconds} ms");
        foreach (var outage in wire.Outages) text += FormattableString.Invariant($", cut at {outage.From.TotalSeconds} s for {outage.Duration.TotalSeconds} s");
        return text;
    }
}
