namespace Flow;

/// <summary>Where, and by which clock, a pipeline runs.</summary>
/// <remarks>
/// A scheduler that takes no body, as one that has been disposed, makes the start throw what it threw; bodies started before are stopped, and
/// the run has been one that was stopped.
/// </remarks>
public sealed record RunOptions
{
    /// <summary>The run's name, for its snapshot and its figures.</summary>
    public string? Name { get; init; }

    /// <summary>What bodies run on; the thread pool by default.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>
    /// What the bodies of single stages run on, by the stage's path, or a nested pipeline's for all its stages; the end of a path will do, as long
    /// as only one path ends so.
    /// </summary>
    public IReadOnlyDictionary<string, TaskScheduler> Schedulers { get; init; } = new Dictionary<string, TaskScheduler>();

    /// <summary>The clock of hops and timed stages; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Follows chosen items through the run's hops; none by default, which costs nothing.</summary>
    public Trail? Trail { get; init; }

    /// <summary>Whether it is run by a stage of another run, which it is part of.</summary>
    internal bool IsInside { get; init; }

    /// <summary>Stops the run when it is cancelled, as <see cref="PipelineRun.StopAsync"/> does.</summary>
    public CancellationToken CancellationToken { get; init; }
}
