namespace Flow;

/// <summary>
/// A <see cref="TaskScheduler"/> that runs one thing at a time and decides where strands interleave: also inside of the hops and doorbells that
/// are made on it, which tell it where another strand may go on. Interleavings are sequentially consistent.
/// </summary>
internal interface ISimulation
{
    /// <summary>The one that the caller is run by; none outside of a simulation.</summary>
    static ISimulation? Current => TaskScheduler.Current as ISimulation;

    /// <summary>Whether strands interleave inside of hops, and not only where they wait.</summary>
    bool IsInsideHops { get; }

    /// <summary>Whether it has failed or is over, so that strands leave their calls, by an exception, as soon as they go on.</summary>
    bool IsGivenUp { get; }

    /// <summary>Another strand may go on here, before the caller does.</summary>
    void Point();

    /// <summary>The caller cannot go on before another strand has.</summary>
    void Yield();

    /// <summary>A call of a hop begins.</summary>
    /// <exception cref="InvalidOperationException">The simulation does not run the caller.</exception>
    void Enter(ISimulatedHop hop, bool isReading);

    /// <summary>Knows of a hop from now on, until its reader has gone.</summary>
    void Add(ISimulatedHop hop);

    /// <summary>The reader of a hop has gone: nobody will wait there.</summary>
    void Remove(ISimulatedHop hop);

    /// <summary>Knows of a run from now on, until it has ended.</summary>
    void Add(PipelineRun run);

    /// <summary>A run has ended.</summary>
    void Remove(PipelineRun run);
}
