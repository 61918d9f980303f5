namespace Flow.Testing;

/// <summary>
/// The clock of a simulation. It stands still while anything can run, and then jumps straight to the moment the next timer is due:
/// hours of waiting take no time, and a deadlock is told from a long wait.
/// </summary>
/// <remarks>Timers due at the same moment elapse together, in the order they were set.</remarks>
public sealed class VirtualTime : TimeProvider
{
    private readonly SimulationScheduler _simulation;
    private readonly PriorityQueue<Setting, (long DueAt, long Order)> _settings = new();
    private long _now;
    private long _order;

    internal VirtualTime(SimulationScheduler simulation)
    {
        _simulation = simulation;
    }

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
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>When the next timer is due; none when none is set.</summary>
    internal TimeSpan? NextDue => TryPeek(out var dueAt, out _) ? TimeSpan.FromTicks(dueAt) : null;

    /// <summary>Jumps to when the next timer is due, and lets all elapse that are due then.</summary>
    internal void Jump()
    {
        if (!TryPeek(out var next, out _)) return;
        _now = Math.Max(_now, next);
        // Those that are set meanwhile have to wait for the next jump, also where they are due at once.
        var end = _order;
        while (TryPeek(out var dueAt, out var order) && dueAt <= _now && order < end) _settings.Dequeue().Timer.Elapse(dueAt);
    }

    private bool TryPeek(out long dueAt, out long order)
    {
        while (_settings.TryPeek(out var setting, out var priority))
        {
            (dueAt, order) = priority;
            if (setting.Timer.IsSetBy(setting.Number)) return true;
            _settings.Dequeue();
        }

        (dueAt, order) = (0, 0);
        return false;
    }

    // One call of a timer's Change; a later call makes it void.
    private readonly record struct Setting(VirtualTimer Timer, int Number);

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private int _number;
        private bool _isSet;
        private long _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
            time._simulation.RefuseOutsiders("A timer of the simulation's clock was set");
            if (_isSet) time.TimersSet--;
            _isSet = false;
            _number++;
            _period = Math.Max(0, period.Ticks);
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            Set(time._now + dueTime.Ticks);
            return true;
        }

        public bool IsSetBy(int number) => _isSet && _number == number;

        public void Elapse(long dueAt)
        {
            _isSet = false;
            time.TimersSet--;
            if (_period > 0) Set(dueAt + _period);
            callback(state);
        }

        // A finalizer comes from outside, and at any time: it changes nothing.
        public void Dispose()
        {
            if (time._simulation.IsInside) Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(long dueAt)
        {
            _isSet = true;
            time.TimersSet++;
            time._settings.Enqueue(new Setting(this, _number), (dueAt, time._order++));
        }
    }
}
