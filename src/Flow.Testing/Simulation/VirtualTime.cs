namespace Flow.Testing;

/// <summary>
/// A clock that stands still until it is told to jump, straight to the moment the next timer is due: hours of waiting take no time, and
/// a deadlock is told from a long wait.
/// </summary>
/// <remarks>
/// It belongs to one <see cref="SimulationScheduler"/>, and to its thread: what moves time on is the scheduler when nothing can run.
/// Timers due at the same moment elapse in the order they were set. Periodic timers are not there.
/// </remarks>
public sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<Setting, (long DueAt, long Order)> _settings = new();
    private long _now;
    private long _order;

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(_now);

    /// <summary>Timers that are set and have not elapsed.</summary>
    public int TimersSet { get; private set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_now);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Jumps to when the next timer is due, and lets that one elapse.</summary>
    /// <returns>Whether there was a timer.</returns>
    public bool TryJump()
    {
        while (_settings.TryDequeue(out var setting, out var priority))
        {
            if (!setting.Timer.TryElapse(setting)) continue;
            TimersSet--;
            _now = Math.Max(_now, priority.DueAt);
            setting.Timer.Call();
            return true;
        }

        return false;
    }

    // One call of a timer's Change; a later call makes it void.
    private sealed class Setting(VirtualTimer timer)
    {
        public VirtualTimer Timer { get; } = timer;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private Setting? _setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
                throw new NotSupportedException("A virtual timer elapses once; set it again instead.");
            if (_setting is not null) time.TimersSet--;
            _setting = null;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            _setting = new Setting(this);
            time.TimersSet++;
            time._settings.Enqueue(_setting, (time._now + dueTime.Ticks, time._order++));
            return true;
        }

        public bool TryElapse(Setting setting)
        {
            if (_setting != setting) return false;
            _setting = null;
            return true;
        }

        public void Call() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
