namespace Flow;

/// <summary>Releases the items of a hop that will never be delivered, and counts them by reason.</summary>
internal sealed class Releases<T>(Action<T, ReleaseReason>? release)
{
    private readonly long[] _byReason = new long[Enum.GetValues<ReleaseReason>().Length];

    public long this[ReleaseReason reason] => Volatile.Read(ref _byReason[(int)reason]);

    public void Release(T item, ReleaseReason reason)
    {
        Interlocked.Increment(ref _byReason[(int)reason]);
        if (release is not null) release(item, reason);
        else (item as IDisposable)?.Dispose();
    }
}
