namespace Flow;

/// <summary>The reading side of a shared hop.</summary>
internal sealed class SharedReading<T, TAccess>(SharedHop<T, TAccess> hop, bool isSingle, TimeProvider timeProvider)
    : SharedSide(hop.Simulation, timeProvider)
    where TAccess : struct, IAccess
{
    private bool _isArmed;

    public int TryRead(Span<T> destination)
    {
        hop.Enter(isReading: true);
        int taken;
        using (Hold()) taken = hop.Take(destination);
        if (taken > 0) hop.TellWriter();
        return taken;
    }

    public bool TryPeek(out T item)
    {
        hop.Enter(isReading: true);
        using (Hold()) return hop.TryPeekFirst(out item);
    }

    public ValueTask<bool> WaitAsync(SharedReader<T, TAccess> lease, CancellationToken cancellationToken)
    {
        hop.Enter(isReading: true);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        ValueTask<bool> wait;
        SharedWaiter? due;
        using (Hold())
        {
            CheckSingle();
            if (hop.ReaderOutcome(lease) is { } outcome) return outcome;
            wait = NewWaiter().WaitAsync(lease, cancellationToken);
            due = Arm();
        }

        SharedWaiters.Fire(due);
        return wait;
    }

    public bool Answer(SharedReader<T, TAccess> lease)
    {
        // In turn: between two looks another reader might take what the first one saw.
        using (Hold()) return hop.ReaderOutcome(lease) is not { } outcome || outcome.Result;
    }

    public bool TryArm(SharedReader<T, TAccess> lease, Doorbell bell, int key)
    {
        hop.Enter(isReading: true);
        SharedWaiter? due;
        using (Hold())
        {
            if (lease.Armed is { } earlier) Waiters.Remove(earlier);
            lease.Armed = null;
            CheckSingle();
            if (!hop.IsReaderPending(lease)) return false;
            lease.Armed = NewWaiter();
            lease.Armed.Park(bell, key);
            due = Arm();
        }

        SharedWaiters.Fire(due);
        return true;
    }

    protected override SharedWaiter? TakeRung()
    {
        _isArmed = false;
        return Arm();
    }

    private void CheckSingle()
    {
        if (isSingle && !Waiters.IsEmpty) Waiter.ThrowSecondWait();
    }

    // Those who wait in vain: something has come since they looked. Nobody is woken by an item that was taken before he waited.
    private SharedWaiter? Arm()
    {
        if (_isArmed || Waiters.IsEmpty) return null;
        _isArmed = hop.TryArmReader((LeasableReader<T>)hop.Reader, this, key: 0);
        return _isArmed ? null : Waiters.TakeAll();
    }
}
