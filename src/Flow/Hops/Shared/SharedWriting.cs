using System.Diagnostics;

namespace Flow;

/// <summary>The writing side of a shared hop, and what falls there.</summary>
internal sealed class SharedWriting<T, TAccess>(
    SharedHop<T, TAccess> hop, SharedReading<T, TAccess>? reading, HopFullMode fullMode, TimeProvider timeProvider)
    : SharedSide(hop.Simulation, timeProvider)
    where TAccess : struct, IAccess
{
    // What the caller's last refused item wanted, and of which hop: a caller that is refused waits next, on the same thread. The hops'
    // own word for it would be that of whoever was refused last.
    [ThreadStatic]
    private static (long Hop, long Room) _wanted;
    private static long _made;

    private readonly long _number = Interlocked.Increment(ref _made);
    private bool _isArmed;
    private long _armedAbove;

    private enum Written
    {
        Taken,
        Refused,
        OneFell,
        ItselfFell,
    }

    /// <summary>How many items fell that the ring's positions do not count; asked in turn.</summary>
    public long NeverInRing { get; private set; }

    private bool IsOpen => !hop.IsCompleted && !hop.IsAbandoned;

    public bool TryWrite(T item)
    {
        hop.Enter(isReading: false);
        hop.ThrowOwed();
        return IsOpen && hop.TryWeigh(item, isFirst: true, out var weight) && TryWrite(item, weight, isFirst: true);
    }

    public int TryWrite(ReadOnlySpan<T> items)
    {
        hop.Enter(isReading: false);
        hop.ThrowOwed();
        var written = 0;
        if (!hop.IsWeighted)
        {
            using (Hold()) written = hop.Put(items);
            if (written > 0) hop.TellReader();
            if (fullMode == HopFullMode.Wait)
            {
                if (written < items.Length) _wanted = (_number, 1);
                return written;
            }
        }

        while (written < items.Length && IsOpen
            && hop.TryWeigh(items[written], isFirst: written == 0, out var weight)
            && TryWrite(items[written], weight, isFirst: written == 0))
        {
            written++;
        }

        return written;
    }

    public bool Complete(Exception? error)
    {
        hop.Enter(isReading: false);
        bool isFirst;
        using (Hold()) isFirst = hop.TryComplete(error);
        if (isFirst) hop.TellCompleted();
        hop.ThrowOwed();
        return isFirst;
    }

    public ValueTask<bool> WaitAsync(SharedWriter<T, TAccess> lease, CancellationToken cancellationToken)
    {
        hop.Enter(isReading: false);
        hop.ThrowOwed();
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        ValueTask<bool> wait;
        SharedWaiter? due;
        using (Hold())
        {
            var roomAbove = _wanted.Hop == _number ? _wanted.Room - 1 : 0;
            if (Outcome(lease, roomAbove) is { } outcome) return outcome;
            wait = NewWaiter(roomAbove).WaitAsync(lease, cancellationToken);
            due = Arm();
        }

        SharedWaiters.Fire(due);
        return wait;
    }

    public bool TryArm(SharedWriter<T, TAccess> lease, Doorbell bell, int key, long roomAbove)
    {
        hop.Enter(isReading: false);
        // Room for more than all there is comes when the hop is empty.
        if (roomAbove != long.MaxValue) roomAbove = Math.Min(roomAbove, hop.Capacity - 1);
        SharedWaiter? due;
        using (Hold())
        {
            if (lease.Armed is { } earlier) Waiters.Remove(earlier);
            lease.Armed = null;
            if (NeverWaits(lease) || !hop.IsWriterPending(lease, roomAbove)) return false;
            lease.Armed = NewWaiter(roomAbove);
            lease.Armed.Park(bell, key, isTimed: roomAbove == 0);
            due = Arm();
        }

        SharedWaiters.Fire(due);
        return true;
    }

    public ValueTask<bool>? Outcome(SharedWriter<T, TAccess> lease, long roomAbove) =>
        NeverWaits(lease) ? new ValueTask<bool>(true) : hop.WriterOutcome(lease, roomAbove);

    protected override SharedWaiter? TakeRung()
    {
        _isArmed = false;
        var woken = IsOpen ? Waiters.TakeThoseFor(hop.Room) : Waiters.TakeAll();
        return SharedWaiters.Join(woken, Arm());
    }

    private bool TryWrite(T item, int weight, bool isFirst)
    {
        while (true)
        {
            Written written;
            var fallen = item;
            using (Hold())
            {
                if (hop.TryPut(item, weight)) written = Written.Taken;
                else written = fullMode == HopFullMode.Wait ? Written.Refused : PutOrLetFall(item, weight, out fallen);
            }

            switch (written)
            {
                case Written.Taken:
                    hop.TellReader();
                    return true;
                case Written.Refused:
                    _wanted = (_number, Math.Clamp(weight, 1, hop.Capacity));
                    return false;
                default:
                    var isTaken = written == Written.ItselfFell;
                    try
                    {
                        hop.ReleaseFallen(fallen);
                    }
                    catch (Exception error) when (isTaken || !isFirst)
                    {
                        // What the hop has taken is its own, and the caller is to know how much that is; what went wrong, its next call says.
                        hop.Owe(error);
                        return isTaken;
                    }

                    if (isTaken) return true;
                    break;
            }
        }
    }

    private Written PutOrLetFall(T item, int weight, out T fallen)
    {
        fallen = item;
        using (reading!.Hold())
        {
            if (!IsOpen) return Written.Refused;
            // A reader may have made room since the last attempt.
            if (hop.TryPut(item, weight)) return Written.Taken;
            hop.CountFallen();
            switch (fullMode)
            {
                case HopFullMode.DropNewest:
                    Take(hop.TryTakeBack(out fallen));
                    NeverInRing++;
                    return Written.OneFell;
                case HopFullMode.DropOldest:
                    Take(hop.TryTakeFirst(out fallen));
                    return Written.OneFell;
                default:
                    NeverInRing++;
                    return Written.ItselfFell;
            }
        }

        static void Take(bool taken) => Debug.Assert(taken, "What is full holds an item that can fall.");
    }

    private bool NeverWaits(SharedWriter<T, TAccess> lease) => fullMode != HopFullMode.Wait && IsOpen && !lease.IsClosed;

    // Those who wait in vain: there is room since they looked.
    private SharedWaiter? Arm()
    {
        SharedWaiter? due = null;
        while (!Waiters.IsEmpty)
        {
            var least = Waiters.LeastRoomAbove;
            if (_isArmed && _armedAbove <= least) break;
            _armedAbove = least;
            _isArmed = hop.TryArmWriter((LeasableWriter<T>)hop.Writer, this, key: 0, least);
            if (!_isArmed) due = SharedWaiters.Join(due, IsOpen ? Waiters.TakeThoseFor(hop.Room) : Waiters.TakeAll());
        }

        return due;
    }
}
