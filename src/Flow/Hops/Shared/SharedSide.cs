namespace Flow;

/// <summary>One side of a shared hop: its callers' turns, and their waits, for which the ring's one waiter of that side is armed.</summary>
internal abstract class SharedSide(ISimulation? simulation, TimeProvider timeProvider) : IBell
{
    private readonly Lock _turn = new();

    /// <summary>How long waits have taken; asked in turn.</summary>
    public TimeSpan Waited => Waiters.Waited;

    /// <summary>Those who wait; used in turn.</summary>
    protected SharedWaiters Waiters { get; } = new();

    /// <summary>The caller's turn.</summary>
    public Lock.Scope Hold() => simulation.Hold(_turn);

    /// <summary>Ends all waits.</summary>
    public void Wake()
    {
        SharedWaiter? woken;
        using (Hold()) woken = Waiters.TakeAll();
        SharedWaiters.Fire(woken);
    }

    void IBell.Ring(int key)
    {
        SharedWaiter? woken;
        using (Hold()) woken = TakeRung();
        SharedWaiters.Fire(woken);
    }

    /// <summary>The ring's waiter has been fired: takes those out who may want to know, and arms it for the others. In turn.</summary>
    protected abstract SharedWaiter? TakeRung();

    protected SharedWaiter NewWaiter(long roomAbove = 0) => Waiters.Add(new SharedWaiter(timeProvider, simulation, roomAbove, Forget));

    private void Forget(SharedWaiter waiter)
    {
        // Most have been taken out to be woken.
        if (waiter.IsForgotten) return;
        using (Hold()) Waiters.Remove(waiter);
    }
}
