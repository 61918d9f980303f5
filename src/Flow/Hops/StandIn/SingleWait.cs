namespace Flow;

/// <summary>Keeps an end of a stand-in to one pending wait; the channel inside would allow many.</summary>
internal sealed class SingleWait
{
    private int _pending;

    public bool IsPending => Volatile.Read(ref _pending) == 1;

    /// <summary>Begins a wait, which ends when the answer is disposed.</summary>
    /// <exception cref="InvalidOperationException">One is pending.</exception>
    public Ended Begin() => Interlocked.Exchange(ref _pending, 1) == 0
        ? new Ended(this)
        : throw new InvalidOperationException("A wait on this end of the hop is already pending; each end serves one caller.");

    /// <summary>Ends the wait when disposed.</summary>
    public readonly struct Ended(SingleWait wait) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref wait._pending, 0);
    }
}
