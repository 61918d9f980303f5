using Microsoft.Extensions.Time.Testing;

namespace Flow.Tests;

/// <summary>Says when a timer is started, and how many run.</summary>
internal sealed class TimerWatch : TimeProvider
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _started = new(0);
    private int _running;

    /// <summary>When the last timer that was started is due, from its start.</summary>
    public TimeSpan Due { get; private set; }

    public int Running => Volatile.Read(ref _running);

    public override long TimestampFrequency => _time.TimestampFrequency;

    public Task TimerStarted() => _started.WaitAsync();

    public void Advance(TimeSpan by) => _time.Advance(by);

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Watched(this, _time.CreateTimer(callback, state, dueTime, period));
        Due = dueTime;
        Interlocked.Increment(ref _running);
        _started.Release();
        return timer;
    }

    private sealed class Watched(TimerWatch watch, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            Interlocked.Decrement(ref watch._running);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
