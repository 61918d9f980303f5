namespace Flow.Testing;

/// <summary>Decides which of those that can run goes next. It keeps what it needs for one simulation: each has one of its own.</summary>
public abstract class SchedulePolicy
{
    /// <summary>Any of them, at random. How often it interrupts who runs is drawn from the seed as well.</summary>
    public static SchedulePolicy Random(int seed) => new RandomPolicy(seed);

    /// <summary>
    /// The plain order, but for so many decisions, drawn at random: most lost wake-ups and races need only one or two, and are found this
    /// way in far fewer cases than by chance alone. (After PCT, probabilistic concurrency testing; Burckhardt and others, 2010.)
    /// </summary>
    /// <param name="seed">Draws the decisions.</param>
    /// <param name="preemptions">How many at most.</param>
    public static SchedulePolicy Pct(int seed, int preemptions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(preemptions);
        return new PctPolicy(seed, preemptions);
    }

    /// <summary>Each in its turn: always the one that has been ready longest, who runs coming last.</summary>
    public static SchedulePolicy RoundRobin() => new RoundRobinPolicy();

    /// <summary>What a schedule says, and else the plain order.</summary>
    /// <param name="schedule">What an earlier simulation decided, or some of it.</param>
    /// <param name="exactly">
    /// Whether a decision that is not as the schedule has it is an error, since the work differs from run to run. Otherwise a choice that
    /// is not there is passed over, as it must be where deviations were left out.
    /// </param>
    public static SchedulePolicy Replay(Schedule schedule, bool exactly = false)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new ReplayPolicy(schedule, exactly);
    }

    /// <summary>Chooses one of those that can run; asked only where there are at least two.</summary>
    /// <param name="decision">The number of the decision, from 0.</param>
    /// <param name="choices">How many can run. 0 is the plain order's choice; the others come in the order in which they became ready.</param>
    /// <param name="isPreemption">Whether 0 is who runs now, so that any other choice interrupts it.</param>
    public abstract int Choose(int decision, int choices, bool isPreemption);

    /// <summary>The work is done.</summary>
    /// <exception cref="SimulationException">It should not have been.</exception>
    internal virtual void End()
    {
    }
}
