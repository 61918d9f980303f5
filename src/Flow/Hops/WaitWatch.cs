using System.Runtime.CompilerServices;

namespace Flow;

/// <summary>
/// Adds up how long waits take. One side at a time starts and stops it; any may read it.
/// </summary>
/// <remarks>
/// <para>Reading a clock twice costs a tenth of a short wait, a fine one a quarter. So only the first waits are timed finely; later ones by the
/// coarse clock, which most short waits find unmoved and some find a whole tick on: over many waits the sum is right.</para>
/// <para>All that changes is one word: how long waits have taken or, while one goes on, that less the time of its start, and by which clock. So
/// whoever reads it sees one moment, and what it says never goes back.</para>
/// </remarks>
internal struct WaitWatch(TimeProvider timeProvider)
{
    private const int FineWaits = 64;

    // The low bits of the word say what a wait that goes on is timed by, those above the ticks.
    private const long Stopped = 0;
    private const long Fine = 1;
    private const long Coarse = 2;
    private const long Stopping = 3;
    private const int ClockBits = 2;

    private long _sum;
    private long _origin;
    private int _waits;

    /// <summary>The clock.</summary>
    public readonly TimeProvider TimeProvider => timeProvider;

    /// <summary>The time of all waits, one under way included.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            var spin = new SpinWait();
            while (true)
            {
                var sum = Volatile.Read(ref _sum);
                var elapsed = TicksOf(sum) + Now(ClockOf(sum));
                // The wait that was seen still went on when the clock was read, and whoever stops it had not read that yet.
                if (ClockOf(sum) == Stopping) spin.SpinOnce();
                else if (Volatile.Read(ref _sum) == sum) return TimeSpan.FromTicks(elapsed);
            }
        }
    }

    // As a word, so that a start and a stop are one addition each.
    private static long CoarseNow => CoarseClock.Milliseconds * (TimeSpan.TicksPerMillisecond << ClockBits);

    /// <summary>One that goes on from what this one says now.</summary>
    public WaitWatch Continued() => new(timeProvider) { _sum = Sum(Elapsed.Ticks, Stopped), _origin = _origin, _waits = _waits };

    public void Start()
    {
        if (_waits == FineWaits) Volatile.Write(ref _sum, _sum - CoarseNow + Coarse);
        else StartFine();
    }

    public void Stop()
    {
        var sum = _sum;
        Volatile.Write(ref _sum, Stopping);
        Volatile.Write(ref _sum, ClockOf(sum) == Coarse ? sum + CoarseNow - Coarse : Sum(TicksOf(sum) + Now(ClockOf(sum)), Stopped));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StartFine()
    {
        if (_waits == 0) _origin = timeProvider.GetTimestamp();
        Volatile.Write(ref _sum, Sum(TicksOf(_sum) - Now(Fine), Fine));
        // The coarse clock is the system's.
        if (_waits == 0 || timeProvider == TimeProvider.System) _waits++;
    }

    // From the first start on, since a clock may have begun so long ago that its ticks are not exact any more.
    private readonly long Now(long clock) => clock switch
    {
        Fine => timeProvider.GetElapsedTime(_origin).Ticks,
        Coarse => TicksOf(CoarseNow),
        _ => 0,
    };

    private static long Sum(long ticks, long clock) => (ticks << ClockBits) | clock;

    private static long TicksOf(long sum) => sum >> ClockBits;

    private static long ClockOf(long sum) => sum & ((1 << ClockBits) - 1);
}
