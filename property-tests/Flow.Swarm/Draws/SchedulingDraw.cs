using Flow.Testing;

namespace Flow.Swarm.Draws;

/// <summary>How it is decided which of those that can run goes next: at random, in turn, or with so many preemptions at most.</summary>
internal sealed record SchedulingDraw(SchedulingKind Kind, int Seed, int Preemptions)
{
    private const int MostPreemptions = 64;

    public static SchedulingDraw Draw(Dice dice) => new(
        dice.Of(SchedulingKind.Random, SchedulingKind.Random, SchedulingKind.Pct, SchedulingKind.RoundRobin), dice.Below(int.MaxValue), dice.Below(MostPreemptions));

    public SchedulePolicy Policy() => Kind switch
    {
        SchedulingKind.Pct => SchedulePolicy.Pct(Seed, Preemptions),
        SchedulingKind.RoundRobin => SchedulePolicy.RoundRobin(),
        _ => SchedulePolicy.Random(Seed),
    };

    public override string ToString() => Kind switch
    {
        SchedulingKind.Pct => $"with {Preemptions} preemptions",
        SchedulingKind.RoundRobin => "in turn",
        _ => "at random",
    };
}

/// <summary>A way to schedule.</summary>
internal enum SchedulingKind
{
    Random,
    Pct,
    RoundRobin,
}
