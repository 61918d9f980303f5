namespace Flow;

/// <summary>
/// Those who wait at one end of a shared hop. Used under the lock of that end, but for <see cref="Fire"/>, which runs others' code.
/// </summary>
internal sealed class SharedWaiters
{
    private SharedWaiter? _first;
    private TimeSpan _waited;

    /// <summary>How long waits have taken so far, those under way included.</summary>
    public TimeSpan Waited
    {
        get
        {
            var waited = _waited;
            for (var waiter = _first; waiter is not null; waiter = waiter.Next) waited += waiter.Waited;
            return waited;
        }
    }

    public bool IsEmpty => _first is null;

    /// <summary>The least that one of them waits for more room than; there is one.</summary>
    public long LeastRoomAbove
    {
        get
        {
            var least = long.MaxValue;
            for (var waiter = _first; waiter is not null; waiter = waiter.Next) least = Math.Min(least, waiter.RoomAbove);
            return least;
        }
    }

    public SharedWaiter Add(SharedWaiter waiter)
    {
        waiter.Next = _first;
        return _first = waiter;
    }

    /// <summary>Takes a waiter out that is over, or whose announcement is taken back; it may have been taken out before.</summary>
    public void Remove(SharedWaiter waiter)
    {
        if (waiter.IsForgotten) return;
        Forget(waiter);
        if (_first == waiter) _first = waiter.Next;
        for (var other = _first; other is not null; other = other.Next)
        {
            if (other.Next == waiter) other.Next = waiter.Next;
        }
    }

    /// <summary>Takes out those who are to be woken when there is so much room: a list for <see cref="Fire"/>.</summary>
    public SharedWaiter? TakeThoseFor(long room)
    {
        SharedWaiter? taken = null;
        SharedWaiter? left = null;
        for (var waiter = _first; waiter is not null;)
        {
            var next = waiter.Next;
            if (waiter.RoomAbove < room) Forget(waiter);
            ref var list = ref waiter.RoomAbove < room ? ref taken : ref left;
            waiter.Next = list;
            list = waiter;
            waiter = next;
        }

        _first = left;
        return taken;
    }

    public SharedWaiter? TakeAll()
    {
        var all = _first;
        _first = null;
        for (var waiter = all; waiter is not null; waiter = waiter.Next) Forget(waiter);
        return all;
    }

    /// <summary>Two lists that were taken out, as one.</summary>
    public static SharedWaiter? Join(SharedWaiter? first, SharedWaiter? second)
    {
        if (first is null) return second;
        var last = first;
        while (last.Next is { } next) last = next;
        last.Next = second;
        return first;
    }

    /// <summary>Wakes those in a list that was taken out. Nobody else changes it any more.</summary>
    public static void Fire(SharedWaiter? list)
    {
        for (var waiter = list; waiter is not null; waiter = waiter.Next) waiter.Fire();
    }

    // As long as it has waited by now: it is about to be woken.
    private void Forget(SharedWaiter waiter)
    {
        waiter.IsForgotten = true;
        _waited += waiter.Waited;
    }
}
