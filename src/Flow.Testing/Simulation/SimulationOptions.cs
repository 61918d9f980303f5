namespace Flow.Testing;

/// <summary>What a simulation does besides running work.</summary>
public sealed record SimulationOptions
{
    /// <summary>What is used when nothing else is said.</summary>
    public static SimulationOptions Default { get; } = new();

    /// <summary>How many steps the work may take before it is said to run for ever.</summary>
    public int StepLimit { get; init; } = 1_000_000;

    /// <summary>How much virtual time may pass before the work is said to have no end.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromDays(3650);

    /// <summary>
    /// Whether the schedule decides inside the hops too, at each of their shared accesses, as if each body had a thread of its own. It
    /// concerns the hops that are made in the simulation.
    /// </summary>
    public bool InsideHops { get; init; }

    /// <summary>
    /// How long a deadlock that the hops do not explain waits, in real time, for what comes back from outside, so that it can be named.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether <see cref="SimulationScheduler.Schedule"/> is kept. A long run at random has as many deviations as decisions.</summary>
    public bool KeepSchedule { get; init; } = true;

    /// <summary>Called whenever nothing can run, before time moves: what has to hold when all is quiet. What it throws ends the run.</summary>
    public Action? BeforeTimeMoves { get; init; }
}
