namespace Flow.Testing;

/// <summary>What is done with stages for their laws to judge.</summary>
internal static class StageExperiments<TIn, TOut>
    where TOut : notnull
{
    /// <summary>It runs once between two hops.</summary>
    public static Experiment<StageSubject<TIn, TOut>, StageCase> Run { get; } =
        new(static (stage, example, trial) => new StageRun<TIn, TOut>(stage, example, trial)) { Cases = static _ => StageCases.Any, InsidePercent = 5 };

    /// <summary>It is swapped for its like while it runs.</summary>
    public static Experiment<StageSubject<TIn, TOut>, StageCase> Swap { get; } =
        new(static (stage, example, trial) => new SwapRun<TIn, TOut>(stage, example, trial)) { Cases = static _ => StageCases.WithSwaps, InsidePercent = 5 };

    /// <summary>One and the same stage runs twice at once.</summary>
    public static Experiment<StageSubject<TIn, TOut>, StageCase> Twice { get; } =
        new(static (stage, example, trial) => new TwoRuns<TIn, TOut>(stage, example, trial)) { Cases = static _ => StageCases.Any, SamplesPercent = 25 };

    /// <summary>It runs twice, one after the other, each time on a part of the items.</summary>
    public static Experiment<StageSubject<TIn, TOut>, StageCase> Parts { get; } =
        new(static (stage, example, trial) => new TwoParts<TIn, TOut>(stage, example, trial)) { Cases = static _ => StageCases.Any, SamplesPercent = 25 };

    /// <summary>One of its items is held up.</summary>
    public static Experiment<StageSubject<TIn, TOut>, StageCase> Held { get; } =
        new(static (stage, example, trial) => new HeldRun<TIn, TOut>(stage, example, trial)) { Cases = static _ => StageCases.Any, SamplesPercent = 25 };
}
