namespace Flow.Testing;

/// <summary>A way to run a case to its end, or to find that it has none.</summary>
public abstract class Execution
{
    private protected Execution()
    {
    }

    /// <summary>One thread and virtual time, in the interleaving that the case has; a deadlock is found at once, and what fails can be replayed.</summary>
    public static Execution Simulated { get; } = new SimulatedExecution();

    /// <summary>The thread pool: real races, in which sides are held up at random. Nothing is promised to happen again.</summary>
    public static Execution Stress { get; } = On(TaskScheduler.Default);

    /// <summary>The calling thread, for a check that brings a scheduler of its own.</summary>
    public static Execution Inline { get; } = new InlineExecution();

    /// <summary>Whether the same case in the same interleaving is the same run again.</summary>
    internal abstract bool IsReplayable { get; }

    /// <summary>Whether the sides of a case are held up at random.</summary>
    internal virtual bool Disturbs => false;

    /// <summary>The same on another scheduler that has threads, or borrows them.</summary>
    public static Execution On(TaskScheduler scheduler) => new ScheduledExecution(scheduler);

    internal abstract Ran Run(Scheduling scheduling, Func<Task> work);
}
