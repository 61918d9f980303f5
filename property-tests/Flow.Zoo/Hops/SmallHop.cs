using System.Threading.Channels;
using Flow.Testing;

namespace Flow.Zoo.Hops;

/// <summary>
/// A right hop that can be read at one sitting: how its ends wait and how it closes. Where the items are is for its kinds to say, and
/// the virtual steps are what broken ones override.
/// </summary>
internal abstract class SmallHop : Hop<int>, ISimulatedHop
{
    private readonly Releases<int> _releases;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _completed;
    private volatile bool _abandoned;
    private long _writerWaitsAbove;
    private long _found;
    private long _batches;
    private long _peak;
    private long _delivered;

    protected SmallHop(HopOptions<int> options)
        : base(options.Name ?? "hop")
    {
        Options = options;
        _releases = new Releases<int>(options.Release);
        SetEnds(new SmallReader(this), new SmallWriter(this));
        ISimulation.Current?.Add(this);
    }

    /// <summary>What the writer completed the hop with.</summary>
    public Exception? Error { get; protected set; }

    /// <summary>What the reader abandoned the hop with.</summary>
    public Exception? Abandonment { get; private set; }

    public Task Completion => _completion.Task;

    public bool IsEnded => IsAbandoned || (IsCompleted && Count == 0);

    public bool IsAbandoned
    {
        get
        {
            Interleaving.Point();
            return _abandoned;
        }
    }

    public abstract int Count { get; }

    public abstract long Room { get; }

    string? ISimulatedHop.ReadBy => null;

    string? ISimulatedHop.WrittenBy => null;

    bool ISimulatedHop.IsReaderWaiting => Readers.IsParked;

    bool ISimulatedHop.IsWriterWaiting => Writers.IsParked;

    protected HopOptions<int> Options { get; }

    protected Waiting Readers { get; } = new();

    protected Waiting Writers { get; } = new();

    /// <summary>The room the last refused item wants: what a wait for room waits for.</summary>
    protected int RoomWanted { get; set; } = 1;

    protected bool IsCompleted
    {
        get
        {
            Interleaving.Point();
            return _completed;
        }
    }

    // No interleaving point: looked at under a lock too.
    protected bool IsOpen => !_completed && !_abandoned;

    /// <summary>Items that were ever accepted.</summary>
    protected abstract long Accepted { get; }

    /// <summary>What the items inside count against the bound.</summary>
    protected abstract long Occupancy { get; }

    // ---- the writer's side ----

    public abstract bool TryWrite(int item);

    public int TryWrite(ReadOnlySpan<int> items)
    {
        var written = 0;
        while (written < items.Length && TryWrite(items[written])) written++;
        return written;
    }

    public virtual async ValueTask WriteAsync(int item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (!TryWrite(item))
        {
            var room = false;
            try
            {
                room = await WaitToWriteAsync(cancellationToken);
            }
            catch (Exception error) when (ReferenceEquals(error, Error))
            {
                throw new ChannelClosedException(error);
            }

            if (!room) throw new ChannelClosedException(Abandonment);
        }
    }

    public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken)
    {
        _writerWaitsAbove = RoomWanted - 1;
        return WaitAsync(Writers, WriterNews, cancellationToken);
    }

    public bool TryArmWriter(Doorbell bell, int key, long roomAbove)
    {
        _writerWaitsAbove = roomAbove == long.MaxValue ? roomAbove : Math.Min(roomAbove, Options.Capacity - 1);
        return TryArm(Writers, WriterNews, bell, key);
    }

    public virtual bool TryComplete(Exception? error)
    {
        if (IsCompleted) return false;
        Error = error;
        Interleaving.Point();
        _completed = true;
        Interlocked.MemoryBarrier();
        TellReader();
        Writers.Wake();
        CompleteIfDrained();
        return true;
    }

    // ---- the reader's side ----

    public int TryRead(Span<int> destination)
    {
        if (IsAbandoned || destination.IsEmpty) return 0;
        CountBatch();
        var taken = Take(destination);
        CountDelivered(taken);
        if (IsCompleted) CompleteIfDrained();
        return taken;
    }

    public abstract bool TryPeek(out int item);

    public virtual async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        var taken = new int[1];
        do
        {
            var more = false;
            try
            {
                more = await WaitToReadAsync(cancellationToken);
            }
            catch (Exception error) when (ReferenceEquals(error, Error))
            {
                throw new ChannelClosedException(error);
            }

            if (!more) throw new ChannelClosedException();
        }
        while (TryRead(taken.AsSpan()) == 0);
        return taken[0];
    }

    public virtual ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) =>
        WaitAsync(Readers, ReaderNews, cancellationToken);

    public bool TryArmReader(Doorbell bell, int key) => TryArm(Readers, ReaderNews, bell, key);

    public void Abandon(Exception? error)
    {
        if (IsAbandoned) return;
        Abandonment = error;
        Interleaving.Point();
        _abandoned = true;
        Interlocked.MemoryBarrier();
        TellWriter();
        Readers.Wake();
        ReleaseLeftovers();
        CompleteIfDrained();
    }

    // ---- the whole hop ----

    public override HopReading Read()
    {
        var released = _releases.Counts;
        return new HopReading
        {
            Name = Name,
            Unit = Options.Weigh is null ? HopUnit.Items : HopUnit.Weight,
            Capacity = Options.Capacity,
            Occupancy = Occupancy,
            Peak = _peak,
            Items = Accepted,
            Delivered = _delivered,
            Batches = _batches,
            Dropped = released.Dropped,
            Abandoned = released.Abandoned,
            Cancelled = released.Cancelled,
            Faulted = released.Faulted,
        };
    }

    internal override HopReader<int> LeaseReader() => throw new NotSupportedException("No run uses this hop.");

    internal override HopWriter<int> LeaseWriter() => throw new NotSupportedException("No run uses this hop.");

    internal override void Abandon(Exception? error, ReleaseReason reason) => Abandon(error);

    internal override void ReleaseTaken(int item, ReleaseReason reason) => Release(item, reason);

    internal override void Owe(Exception error) => _releases.Owe(error);

    // ---- steps ----

    /// <summary>Takes items out, as many as there are and are wanted, and wakes the writer.</summary>
    protected abstract int Take(Span<int> destination);

    /// <summary>Takes out what nobody will read, and releases it.</summary>
    protected abstract void ReleaseLeftovers();

    /// <summary>What a reader's wait answers now: whether there is an item; nothing when it has to wait.</summary>
    protected virtual bool? ReaderNews()
    {
        if (IsAbandoned) return false;
        if (Count > 0) return true;
        if (!IsCompleted) return null;
        // The last item may have come between the two looks.
        return Count > 0;
    }

    /// <summary>What a writer's wait answers now: whether there is room; nothing when it has to wait.</summary>
    protected virtual bool? WriterNews()
    {
        if (IsAbandoned || IsCompleted) return false;
        return Room > _writerWaitsAbove ? true : null;
    }

    /// <summary>After a wait was announced: whether there is something after all, which the other side may not have told.</summary>
    protected virtual bool LookAgain(Func<bool?> news) => news() is not null;

    /// <summary>Takes a cancelled wait back; false when it was answered just before.</summary>
    protected virtual bool TryForget(Waiting waiting, Action wake) => waiting.TryUnpark(wake);

    /// <summary>What a wait ends with at the end of the hop.</summary>
    protected virtual Exception? ErrorAtEnd() => Error;

    /// <summary>Wakes a reader that waits: there is an item.</summary>
    protected virtual void WakeReader() => Readers.Wake();

    /// <summary>Wakes a writer that waits, if there is the room it waits for.</summary>
    protected virtual void WakeWriter()
    {
        if (Room > Volatile.Read(ref _writerWaitsAbove)) Writers.Wake();
    }

    /// <summary>Tells a reader that waits that no more will come.</summary>
    protected virtual void TellReader() => Readers.Wake();

    /// <summary>Tells a writer that waits that nobody will read any more.</summary>
    protected virtual void TellWriter() => Writers.Wake();

    /// <summary>Rings a bell that was armed.</summary>
    protected virtual void Ring(Doorbell bell, int key) => bell.Ring(key);

    protected virtual void Release(int item, ReleaseReason reason) => _releases.Release(item, reason);

    protected virtual void CountDelivered(int items) => Volatile.Write(ref _delivered, _delivered + items);

    private async ValueTask<bool> WaitAsync(Waiting waiting, Func<bool?> news, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            if (news() is { } answer) return answer || ErrorAtEnd() is not { } error ? answer : throw error;
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Action wake = () => signal.TrySetResult();
            waiting.Park(wake);
            if (LookAgain(news) && waiting.TryUnpark(wake)) continue;
            var cancellation = cancellationToken.UnsafeRegister(
                (_, token) =>
                {
                    if (TryForget(waiting, wake)) signal.TrySetCanceled(token);
                },
                null);
            try
            {
                await signal.Task;
            }
            finally
            {
                // It does not wait for a cancellation under way, which can reach no other wait.
                cancellation.Unregister();
            }
        }
    }

    private bool TryArm(Waiting waiting, Func<bool?> news, Doorbell bell, int key)
    {
        if (news() is not null) return false;
        Action ring = () => Ring(bell, key);
        waiting.ParkBell(ring);
        return !LookAgain(news) || !waiting.TryUnpark(ring);
    }

    private void CompleteIfDrained()
    {
        if (!IsEnded) return;
        if (Error is null) _completion.TrySetResult();
        else _completion.TrySetException(Error);
    }

    // A batch is what has come since the reader last looked.
    private void CountBatch()
    {
        if (Accepted is var accepted && (accepted == _found || Count == 0)) return;
        _found = accepted;
        _batches++;
        _peak = Math.Max(_peak, Occupancy);
    }
}
