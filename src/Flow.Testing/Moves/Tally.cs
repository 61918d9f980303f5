namespace Flow.Testing;

/// <summary>How many items are inside, between those who write and those who read, and the most there ever were.</summary>
internal sealed class Tally
{
    private long _accepted;
    private long _delivered;
    private long _reachedFor;
    private long _released;
    private long _most;

    /// <summary>The most that were inside for certain.</summary>
    public long Most => Volatile.Read(ref _most);

    /// <summary>Items were taken from a writer.</summary>
    public void Accept(int count)
    {
        var accepted = Interlocked.Add(ref _accepted, count);
        // In this order: what a reader has reached for it has counted as delivered before it lets go, so that no item is missed.
        var inside = accepted - Volatile.Read(ref _reachedFor);
        inside -= Volatile.Read(ref _delivered) + Volatile.Read(ref _released);
        for (var most = Most; inside > most;)
        {
            var before = Interlocked.CompareExchange(ref _most, inside, most);
            if (before == most) return;
            most = before;
        }
    }

    /// <summary>A reader may take so many, and has not counted them yet; or has, where the number is negative.</summary>
    public void Reach(int count) => Interlocked.Add(ref _reachedFor, count);

    /// <summary>Items were given to a reader.</summary>
    public void Deliver(int count) => Interlocked.Add(ref _delivered, count);

    /// <summary>An item was released.</summary>
    public void Release() => Interlocked.Increment(ref _released);
}
