namespace Flow;

/// <summary>
/// Adds up how long waits take. One side at a time starts and stops it; any may read it.
/// </summary>
/// <remarks>
/// Reading a clock twice costs a tenth of a short wait, a fine one a quarter. So only the first waits are timed finely; later ones by the
/// coarse clock, which most short waits find unmoved and some find a whole tick on: over many waits the sum is right.
/// </remarks>
internal struct WaitWatch(TimeProvider timeProvider)
{
    private const int FineWaits = 64;

    /// <summary>The clock.</summary>
    public readonly TimeProvider TimeProvider => timeProvider;

    private long _ticks;
    private long _startedAt;
    private int _waits;

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
        Volatile.Write(ref _startedAt, IsFine ? timeProvider.GetTimestamp() : CoarseClock.Milliseconds);
    }

    public void Stop() => Volatile.Write(ref _ticks, _ticks + SinceStart());

    private long SinceStart()
    {
        var since = Volatile.Read(ref _startedAt);
        return IsFine
            ? timeProvider.GetElapsedTime(since).Ticks
            : (CoarseClock.Milliseconds - since) * TimeSpan.TicksPerMillisecond;
    }
}
