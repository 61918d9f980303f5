namespace Flow;

/// <summary>
/// Adds up how long waits take. One side at a time starts and stops it; any may read it.
/// </summary>
/// <remarks>
/// Reading a fine clock twice costs a quarter of a short wait. So only the first waits are timed finely; later ones by the coarse
/// clock that the system keeps anyway, which most short waits find unmoved and some find a whole tick on: over many waits the
/// sum is right.
/// </remarks>
internal struct WaitWatch(TimeProvider timeProvider)
{
    private const int FineWaits = 64;

    /// <summary>The clock.</summary>
    public readonly TimeProvider TimeProvider => timeProvider;

    private long _ticks;
    private long _startedAt;
    private int _waits;

    // The system's clock stands in for itself here; every other one is asked.
#pragma warning disable RS0030
    private static long CoarseMilliseconds => Environment.TickCount64;
#pragma warning restore RS0030

    private readonly bool IsFine => _waits <= FineWaits || timeProvider != TimeProvider.System;

    /// <summary>The time of all waits, one under way included.</summary>
    public TimeSpan Elapsed(bool isRunning)
    {
        var ended = Volatile.Read(ref _ticks);
        return TimeSpan.FromTicks(isRunning ? ended + SinceStart() : ended);
    }

    public void Start()
    {
        if (_waits <= FineWaits) _waits++;
        Volatile.Write(ref _startedAt, IsFine ? timeProvider.GetTimestamp() : CoarseMilliseconds);
    }

    public void Stop() => Volatile.Write(ref _ticks, _ticks + SinceStart());

    private long SinceStart()
    {
        var since = Volatile.Read(ref _startedAt);
        return IsFine
            ? timeProvider.GetElapsedTime(since).Ticks
            : (CoarseMilliseconds - since) * TimeSpan.TicksPerMillisecond;
    }
}
