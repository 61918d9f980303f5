namespace Flow;

/// <summary>Deals with the faults of one stage in one run, as its policy says.</summary>
internal abstract class StageFaults<T>
{
    private long _restarts;
    private long _skipped;

    /// <summary>How often the stage started again.</summary>
    public long Restarts => Volatile.Read(ref _restarts);

    /// <summary>How many items became dead letters.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>A run of its own, known by its end, is about to start; a run inside a stage is not told of.</summary>
    /// <exception cref="InvalidOperationException">What faults are written to is another run's.</exception>
    public virtual void Begin(Task run)
    {
        // Only who writes elsewhere has something to begin.
    }

    /// <summary>The run that was about to start is refused, whether this has begun or not.</summary>
    public virtual void Refuse(Task run)
    {
        // Only who writes elsewhere has taken something.
    }

    /// <summary>Takes over the item in hand; false when the run is to end with the fault.</summary>
    public abstract ValueTask<bool> TryHandleAsync(InHand<T> inHand, Exception error, CancellationToken cancellationToken);

    /// <summary>The stage has done with an item.</summary>
    public virtual void Pass()
    {
        // Only who counts faults in a row wants to know.
    }

    /// <summary>The run that began has ended.</summary>
    public virtual void End()
    {
        // Only who writes elsewhere has something to end.
    }

    protected void CountRestart() => Interlocked.Increment(ref _restarts);

    protected void CountSkipped() => Interlocked.Increment(ref _skipped);
}
