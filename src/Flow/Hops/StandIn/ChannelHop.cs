using System.Threading.Channels;

namespace Flow;

/// <summary>
/// Any channel in a hop's place. It counts what goes through and lets the reader abandon it; bounds, waking and order are the
/// channel's own.
/// </summary>
internal sealed class ChannelHop<T> : Hop<T>, ISimulatedHop
{
    private readonly HopOptions<T> _options;
    private readonly Releases<T> _releases;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lock _closing = new();
    private readonly ISimulation? _simulation = ISimulation.Current;
    private ChannelHopReader<T> _reader;
    private ChannelHopWriter<T> _writer;
    private Waiter _readerBell;
    private Waiter _writerBell;
    private bool _completed;
    private ReleaseReason _leftoversReason;
    private long _ringWriterAbove;
    private long _accepted;
    private long _delivered;
    private long _takenBack;
    private long _fullAfter = -1;
    private long _batches;
    private long _peak;
    private long _blockedTicks;
    private long _starvedTicks;

    public ChannelHop(HopOptions<T> options, TimeProvider timeProvider)
        : base(options.Name ?? "hop")
    {
        _options = options;
        _releases = new Releases<T>(options.Release);
        TimeProvider = timeProvider;
        Inner = options.StandIn!() ?? throw new InvalidOperationException(
            $"The stand-in of {options.Called} is null; it makes the channel that takes the hop's place.");
        _readerBell = new Waiter(timeProvider, _simulation);
        _writerBell = new Waiter(timeProvider, _simulation);
        _reader = new ChannelHopReader<T>(this, isLease: false);
        _writer = new ChannelHopWriter<T>(this, isLease: false);
        SetEnds(_reader, _writer);
        _simulation?.Add(this);
    }

    public Channel<T> Inner { get; }

    public TimeProvider TimeProvider { get; }

    public bool IsAbandoned => _abandoned.IsCancellationRequested;

    string? ISimulatedHop.ReadBy => ReadBy;

    string? ISimulatedHop.WrittenBy => WrittenBy;

    bool ISimulatedHop.IsReaderWaiting => _reader.IsWaiting || _readerBell.IsArmed;

    bool ISimulatedHop.IsWriterWaiting => _writer.IsWaiting || _writerBell.IsArmed;

    public Exception? Abandonment { get; private set; }

    public Exception? CompletionError { get; private set; }

    /// <summary>Cancelled when the reader has gone; the channel itself has no word for that.</summary>
    public CancellationToken AbandonedToken => _abandoned.Token;

    /// <summary>What the channel says it holds, since it may let items fall; what we counted where it does not say.</summary>
    public long Count => Inner.Reader.CanCount
        ? Inner.Reader.Count
        : Math.Max(0, Volatile.Read(ref _accepted) - Volatile.Read(ref _delivered) + Volatile.Read(ref _takenBack) - _releases.Counts.Total);

    /// <summary>None after the channel has refused an item, whatever its bound is, until one has been read.</summary>
    public long Room => Volatile.Read(ref _fullAfter) == Volatile.Read(ref _delivered) ? 0 : Math.Max(0, _options.Capacity - Count);

    public bool TryWrite(T item)
    {
        _simulation?.Enter(this, isReading: false);
        var delivered = Volatile.Read(ref _delivered);
        if (IsAbandoned) return false;
        if (!Inner.Writer.TryWrite(item))
        {
            Volatile.Write(ref _fullAfter, delivered);
            return false;
        }

        Interlocked.Increment(ref _accepted);
        _readerBell.Fire();
        if (IsAbandoned) ReleaseOvertaken();
        return true;
    }

    public bool TryComplete(Exception? error)
    {
        _simulation?.Enter(this, isReading: false);
        using (_simulation.Hold(_closing))
        {
            if (_completed) return false;
            _completed = true;
            CompletionError = error;
        }

        Inner.Writer.TryComplete(error);
        WakeReader();
        ThrowOwed();
        return true;
    }

    /// <inheritdoc cref="Releases{T}.ThrowOwed"/>
    public void ThrowOwed() => _releases.ThrowOwed();

    public bool TryRead(out T item)
    {
        _simulation?.Enter(this, isReading: true);
        var found = Count;
        if (!Inner.Reader.TryRead(out item!))
        {
            item = default!;
            return false;
        }

        if (found > _peak) Volatile.Write(ref _peak, found);
        Interlocked.Increment(ref _delivered);
        if (_writerBell.IsArmed && Room > Volatile.Read(ref _ringWriterAbove)) _writerBell.Fire();
        return true;
    }

    public bool TryArmReader(ChannelHopReader<T> lease, Doorbell bell, int key)
    {
        if (HasNews()) return false;
        _readerBell.Park(bell, key);
        return !HasNews() || !_readerBell.TryUnpark();

        bool HasNews() => Count > 0 || lease.IsEnded;
    }

    public bool TryArmWriter(ChannelHopWriter<T> lease, Doorbell bell, int key, long roomAbove)
    {
        if (roomAbove != long.MaxValue) roomAbove = Math.Min(roomAbove, _options.Capacity - 1);
        if (HasNews()) return false;
        _ringWriterAbove = roomAbove;
        _writerBell.Park(bell, key, isTimed: roomAbove == 0);
        return !HasNews() || !_writerBell.TryUnpark();

        bool HasNews() => Room > roomAbove || lease.IsClosed;
    }

    public void WakeReader()
    {
        Interlocked.MemoryBarrier();
        _readerBell.Fire();
    }

    public void WakeWriter()
    {
        Interlocked.MemoryBarrier();
        _writerBell.Fire();
    }

    public void AddBatch() => Volatile.Write(ref _batches, _batches + 1);

    public void AddBlocked(long since) => Interlocked.Add(ref _blockedTicks, TimeProvider.GetElapsedTime(since).Ticks);

    public void AddStarved(long since) => Interlocked.Add(ref _starvedTicks, TimeProvider.GetElapsedTime(since).Ticks);

    public override HopReading Read()
    {
        // In this order: an item that goes on to the next figure meanwhile is not taken for one that the channel let fall.
        var accepted = Volatile.Read(ref _accepted);
        var held = Count;
        var released = _releases.Counts;
        var delivered = Volatile.Read(ref _delivered) - Volatile.Read(ref _takenBack);
        var fallen = Math.Max(0, accepted - held - released.Total - delivered);
        return new HopReading
        {
            Name = Name,
            // A stand-in bounds as it likes; what goes through is counted in items.
            Unit = HopUnit.Items,
            Capacity = _options.Capacity,
            Occupancy = held,
            Peak = Volatile.Read(ref _peak),
            Items = Math.Max(accepted, delivered + released.Total),
            Delivered = delivered,
            Batches = Volatile.Read(ref _batches),
            Dropped = released.Dropped + fallen,
            Abandoned = released.Abandoned,
            Cancelled = released.Cancelled,
            Faulted = released.Faulted,
            Blocked = TimeSpan.FromTicks(Volatile.Read(ref _blockedTicks)) + _writerBell.Waited,
            Starved = TimeSpan.FromTicks(Volatile.Read(ref _starvedTicks)) + _readerBell.Waited,
        };
    }

    internal override HopReader<T> LeaseReader()
    {
        _readerBell = _readerBell.ForNextTenant();
        return _reader = new ChannelHopReader<T>(this, isLease: true);
    }

    internal override HopWriter<T> LeaseWriter()
    {
        _writerBell = _writerBell.ForNextTenant();
        return _writer = new ChannelHopWriter<T>(this, isLease: true);
    }

    internal override void Abandon(Exception? error, ReleaseReason reason)
    {
        _simulation?.Enter(this, isReading: true);
        using (_simulation.Hold(_closing))
        {
            if (IsAbandoned) return;
            Abandonment = error;
            _leftoversReason = reason;
            _abandoned.Cancel();
        }

        // Refuses what comes later, and ends the writer's wait.
        Inner.Writer.TryComplete();
        WakeWriter();
        WakeReader();
        ReleaseLeftovers();
        _simulation?.Remove(this);
    }

    internal override void ReleaseTaken(T item, ReleaseReason reason)
    {
        Interlocked.Increment(ref _takenBack);
        _releases.Release(item, reason);
    }

    internal override void Owe(Exception error) => _releases.Owe(error);

    // After a write, which tells the writer that the hop has taken an item: what goes wrong, its next call tells.
    private void ReleaseOvertaken()
    {
        try
        {
            ReleaseLeftovers();
        }
        catch (Exception error)
        {
            _releases.Owe(error);
        }
    }

    private void ReleaseLeftovers()
    {
        using (_simulation.Hold(_closing))
        {
            _releases.ReleaseAll(Inner.Reader.TryRead!, _leftoversReason);
        }
    }
}
