namespace Flow;

/// <summary>What a body does, and does again after a fence.</summary>
internal abstract class Work
{
    /// <summary>Does it once, until it returns.</summary>
    public abstract ValueTask RunAsync(CancellationToken cancellationToken);

    /// <summary>It has returned, and is not done again.</summary>
    public virtual ValueTask EndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>How often it started again after a fault.</summary>
    public virtual long Restarts => 0;

    /// <summary>How many items became dead letters.</summary>
    public virtual long Skipped => 0;

    /// <summary>Whether it looks at an input only when those before it have ended.</summary>
    public bool ReadsInTurn { get; init; }

    /// <summary>It has thrown: whether it is to be done again all the same.</summary>
    public virtual ValueTask<bool> TryHandleAsync(Exception error, CancellationToken cancellationToken) => new(false);

    /// <summary>It has ended for good, with an error or none.</summary>
    public virtual void Leave(Exception? error)
    {
        // By default it leaves nothing behind.
    }

    /// <summary>It is over: releases the item it gave back undone, if there is one.</summary>
    public virtual void ReleaseInHand(ReleaseReason reason)
    {
        // By default what it had in hand is its own.
    }

    /// <summary>A run of its own, known by its end, is about to start.</summary>
    /// <exception cref="InvalidOperationException">What its faults are written to is another run's.</exception>
    public virtual void BeginFaults(Task run)
    {
        // By default there is nobody to tell.
    }

    /// <summary>The run that was about to start is refused: what its faults were to be written to is anybody's again.</summary>
    public virtual void RefuseFaults(Task run)
    {
        // By default nothing was taken.
    }

    /// <summary>The run that began is over: nothing will be said about faults any more.</summary>
    public virtual void EndFaults()
    {
        // By default there was nothing to say.
    }

    /// <summary>Refuses a stage that cannot take the place of the one there is.</summary>
    /// <returns>What puts it there, once that one has returned.</returns>
    public abstract Action Prepare(StageReplacement replacement);
}
