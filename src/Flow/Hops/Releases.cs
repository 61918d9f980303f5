using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Flow;

/// <summary>Releases the items of a hop that will never be delivered, and counts them by reason.</summary>
internal sealed class Releases<T>(Action<T, ReleaseReason>? release)
{
    private ByReason _byReason;
    private Exception? _owed;

    /// <summary>Takes the next item that is left; false when there is none.</summary>
    public delegate bool TakeNext(out T item);

    /// <summary>What has been counted. Figures that are to agree with each other are taken from one of these.</summary>
    public ReleaseCounts Counts => new(
        CountOf(ReleaseReason.Dropped), CountOf(ReleaseReason.Abandoned), CountOf(ReleaseReason.Cancelled), CountOf(ReleaseReason.Faulted));

    /// <summary>Counts an item, and releases it.</summary>
    public void Release(T item, ReleaseReason reason)
    {
        Count(reason);
        ReleaseCounted(item, reason);
    }

    /// <summary>Counts an item that is to be released where others' code may run.</summary>
    public void Count(ReleaseReason reason) => Interlocked.Increment(ref _byReason[(int)reason]);

    /// <summary>Releases an item that has been counted.</summary>
    public void ReleaseCounted(T item, ReleaseReason reason)
    {
        if (release is not null) release(item, reason);
        else Unwanted.Dispose(item);
    }

    /// <summary>Releases all that is left. What a release throws is thrown once the others are released too.</summary>
    public void ReleaseAll(TakeNext takeNext, ReleaseReason reason)
    {
        List<Exception>? errors = null;
        while (takeNext(out var item))
        {
            try
            {
                Release(item, reason);
            }
            catch (Exception error)
            {
                (errors ??= []).Add(error);
            }
        }

        if (errors is not null) throw new AggregateException("Items left in a hop could not be released.", errors);
    }

    /// <summary>Keeps what a release threw in a write that had put items in: the writer is to know how many, and its next call throws it.</summary>
    public void Owe(Exception error)
    {
        while (Interlocked.CompareExchange(ref _owed, error, null) is not null)
        {
            // Not thrown yet: then both are, as one.
            if (Interlocked.Exchange(ref _owed, null) is { } earlier) error = new AggregateException(earlier, error);
        }
    }

    /// <summary>Throws what is owed to the writer.</summary>
    public void ThrowOwed()
    {
        if (Volatile.Read(ref _owed) is not null && Interlocked.Exchange(ref _owed, null) is { } error) ExceptionDispatchInfo.Throw(error);
    }

    private long CountOf(ReleaseReason reason) => Volatile.Read(ref _byReason[(int)reason]);

    // In place: each hop has one.
    [InlineArray(ByReason.Reasons)]
    private struct ByReason
    {
        public const int Reasons = 4;

        private long _first;
    }
}
