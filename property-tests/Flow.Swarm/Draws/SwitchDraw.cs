namespace Flow.Swarm.Draws;

/// <summary>A switch, or a hub, which does not learn; all but the first have a trunk to an earlier one, so that there is no loop.</summary>
internal sealed record SwitchDraw(bool Learns, int QueueFrames, int? TrunkTo, WireDraw? Trunk)
{
    public static SwitchDraw Draw(Dice dice, int index, IReadOnlySet<FaultKind> faults, Spell spell) => new(
        Learns: !dice.OneIn(4),
        QueueFrames: dice.Size(32, 256),
        TrunkTo: index == 0 ? null : dice.Below(index),
        Trunk: index == 0 ? null : WireDraw.Draw(dice, faults, spell, spoils: false, isCut: false));

    public override string ToString() => (Learns ? "switch" : "hub") + $", {QueueFrames} frames a queue" + (TrunkTo is { } other ? $", trunk to {other} of {Trunk}" : "");
}
