namespace Flow.Testing;

/// <summary>A way to run a law's check to its end, or to find that it has none.</summary>
/// <param name="seed">Decides what the execution may choose.</param>
/// <param name="work">The check; what it starts, it starts on <see cref="TaskScheduler.Current"/>.</param>
public delegate void Execution(int seed, Func<Task> work);

/// <summary>The executions there are.</summary>
public static class Executions
{
    // Never reached by work that is alive; what it catches is a hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>One thread, in an interleaving that the seed replays; a deadlock is found at once.</summary>
    public static Execution Simulated { get; } = static (seed, work) =>
        new SimulationScheduler(SchedulePolicy.Random(seed)).Run(work);

    /// <summary>The thread pool: real races, which no seed replays.</summary>
    public static Execution Threads { get; } = On(TaskScheduler.Default);

    /// <summary>A scheduler that has threads, or borrows them.</summary>
    public static Execution On(TaskScheduler scheduler) => (_, work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler)
            .Unwrap().WaitAsync(Patience).GetAwaiter().GetResult();
}
