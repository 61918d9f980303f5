using System.Threading.Channels;

namespace Flow;

/// <summary>
/// Any channel in a hop's place. It counts what goes through and lets the reader abandon it; bounds, waking and order are the
/// channel's own.
/// </summary>
internal sealed class ChannelHop<T> : Hop<T>
{
    private readonly HopOptions<T> _options;
    private readonly Releases<T> _releases;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lock _releasing = new();
    private readonly Waiter _readerBell;
    private readonly Waiter _writerBell;
    private long _ringWriterAbove;
    private Exception? _abandonment;
    private ReleaseReason _leftoversReason;
    private long _accepted;
    private long _delivered;
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
        Inner = options.StandIn!();
        _readerBell = new Waiter(timeProvider);
        _writerBell = new Waiter(timeProvider);
        SetEnds(new ChannelHopReader<T>(this, isLease: false), new ChannelHopWriter<T>(this, isLease: false));
    }

    public Channel<T> Inner { get; }

    public TimeProvider TimeProvider { get; }

    public bool IsAbandoned => _abandoned.IsCancellationRequested;

    public Exception? Abandonment => _abandonment;

    /// <summary>Cancelled when the reader has gone; the channel itself has no word for that.</summary>
    public CancellationToken AbandonedToken => _abandoned.Token;

    public long Count => Math.Max(0, Volatile.Read(ref _accepted) - Volatile.Read(ref _delivered));

    public long Room => Math.Max(0, _options.Capacity - Count);

    public bool TryWrite(T item)
    {
        // Counted before it is there, and uncounted if it was refused: the reader may be faster than this call.
        Interlocked.Increment(ref _accepted);
        if (IsAbandoned || !Inner.Writer.TryWrite(item))
        {
            Interlocked.Decrement(ref _accepted);
            return false;
        }

        Interlocked.MemoryBarrier();
        _readerBell.Fire(true);
        if (IsAbandoned) ReleaseLeftovers();
        return true;
    }

    public Exception? CompletionError { get; private set; }

    public bool TryComplete(Exception? error)
    {
        CompletionError ??= error;
        if (!Inner.Writer.TryComplete(error)) return false;
        Interlocked.MemoryBarrier();
        _readerBell.Fire(false);
        return true;
    }

    public bool TryArmReader(Doorbell bell, int key)
    {
        if (HasNews()) return false;
        _readerBell.Park(bell, key);
        return !HasNews() || !_readerBell.TryUnpark();

        bool HasNews() => Count > 0 || IsAbandoned || Inner.Reader.Completion.IsCompleted;
    }

    public bool TryArmWriter(Doorbell bell, int key, long roomAbove)
    {
        if (HasNews()) return false;
        _ringWriterAbove = roomAbove;
        _writerBell.Park(bell, key);
        return !HasNews() || !_writerBell.TryUnpark();

        bool HasNews() => Room > roomAbove || IsAbandoned;
    }

    public bool TryRead(out T item)
    {
        var found = Count;
        if (IsAbandoned || !Inner.Reader.TryRead(out item!))
        {
            item = default!;
            return false;
        }

        if (found > _peak) Volatile.Write(ref _peak, Math.Min(found, _options.Capacity));
        Interlocked.Increment(ref _delivered);
        if (Room > Volatile.Read(ref _ringWriterAbove)) _writerBell.Fire(true);
        return true;
    }

    public void AddBatch() => _batches++;

    public void AddBlocked(long since) => Interlocked.Add(ref _blockedTicks, TimeProvider.GetElapsedTime(since).Ticks);

    public void AddStarved(long since) => Interlocked.Add(ref _starvedTicks, TimeProvider.GetElapsedTime(since).Ticks);

    public override HopReading Read() => new(
        Name,
        // A stand-in bounds as it likes; what goes through is counted in items.
        HopUnit.Items,
        _options.Capacity,
        Count,
        Volatile.Read(ref _peak),
        Volatile.Read(ref _accepted),
        Volatile.Read(ref _delivered),
        Volatile.Read(ref _batches),
        _releases[ReleaseReason.Dropped],
        _releases[ReleaseReason.Abandoned],
        _releases[ReleaseReason.Cancelled],
        _releases[ReleaseReason.Faulted],
        TimeSpan.FromTicks(Volatile.Read(ref _blockedTicks)),
        TimeSpan.FromTicks(Volatile.Read(ref _starvedTicks)));

    internal override HopReader<T> LeaseReader() => new ChannelHopReader<T>(this, isLease: true);

    internal override HopWriter<T> LeaseWriter() => new ChannelHopWriter<T>(this, isLease: true);

    internal override void Abandon(Exception? error, ReleaseReason reason)
    {
        lock (_releasing)
        {
            if (IsAbandoned) return;
            _abandonment = error;
            _leftoversReason = reason;
        }

        _abandoned.Cancel();
        TryComplete(null);
        _writerBell.Fire(false);
        ReleaseLeftovers();
    }

    private void ReleaseLeftovers()
    {
        lock (_releasing)
        {
            while (Inner.Reader.TryRead(out var item)) _releases.Release(item, _leftoversReason);
        }
    }
}
