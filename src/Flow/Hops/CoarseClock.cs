namespace Flow;

/// <summary>
/// The system's time, to a hundredth of a second or so, for the price of reading a field: while somebody asks, a timer moves it. The
/// timer stops after a second, until somebody asks again, so that it never wakes a process in which nothing happens.
/// </summary>
internal static class CoarseClock
{
    private const int TicksInARow = 100;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly Lock Moving = new();
    private static readonly ITimer Timer = CreateTimer();

    // 0 while the timer stands still.
    private static long _now;
    private static int _ticksLeft;

    /// <summary>Milliseconds since some moment; never fewer than before.</summary>
    public static long Milliseconds
    {
        get
        {
            var now = Volatile.Read(ref _now);
            return now != 0 ? now : Start();
        }
    }

    // The system's clock stands in for itself here.
#pragma warning disable RS0030
    private static long SystemMilliseconds => Environment.TickCount64;
#pragma warning restore RS0030

    private static long Start()
    {
        lock (Moving)
        {
            if (_now == 0)
            {
                _ticksLeft = TicksInARow;
                Timer.Change(Tick, Tick);
            }

            Volatile.Write(ref _now, SystemMilliseconds);
            return _now;
        }
    }

    private static void Move()
    {
        lock (Moving)
        {
            // A tick may come late, after the timer was stopped.
            if (_now == 0) return;
            if (--_ticksLeft == 0) Timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _now, _ticksLeft == 0 ? 0 : SystemMilliseconds);
        }
    }

    // It belongs to nobody's flow, so it keeps nobody's values alive.
    private static ITimer CreateTimer()
    {
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        return TimeProvider.System.CreateTimer(_ => Move(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
