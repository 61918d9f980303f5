// The ring: a lock-free bounded queue for one writer and one reader.
//
// Positions. Items have positions 0, 1, 2, ...; Tail is the position the writer writes next, Head the one the reader reads next.
// Tail is written by the writer only and Head by the reader only, so neither needs an atomic increment, and the two numbers are
// the hop's metrics: Tail items were accepted, Head were taken.
//
// Memory ordering. The writer stores an item, then Tail with release; the reader loads Tail with acquire, then the item. Going
// the other way the reader clears the slot, then stores Head with release, and the writer loads Head with acquire before it
// uses the slot again. Each side works with the last value it saw of the other's and looks again only when that says
// full or empty, so that a line travels between cores once a batch. The weights, and the link to the next segment, are stored
// before the position that makes them visible.
//
// Parking. A side that finds nothing to do announces that it waits (Waiter.OnCompleted, a full fence), looks again, and only then
// waits. The other side stores its position with an exchange, which is a full fence, and looks whether somebody waits. One of the two
// sees the other, so no wake-up is lost. The fence costs more than all the rest: batches pay it once. A waiting writer is woken at
// the first room that suffices, never later: a reader may stop after any item.
//
// In place. A built-in body may work on the slots themselves: the reader sees the items at its head and advances past them when it is
// done with them, the writer fills free slots behind its tail and commits them. Nobody else touches a slot between head and tail, or
// behind the tail, so this needs no more ordering than the copies do.
//
// Wakes tell the truth. A side that fires may have been held up since its look, and meet a later wait; so it fires the wait it saw,
// by its number, and only if there was an answer while that lasted: an item, or room, that only whoever waits could take away. What
// a wait answers, the end included, is looked up when its answer is fetched.
//
// Weight. An item goes in when there is room for it: for 1 if it weighs nothing, for all there is if it is heavier than the bound.
// So a writer that waits for the room its refused item wants waits for exactly what the next attempt looks at.
//
// Closing. The writer completes (_completed, after the last Tail); the reader reports the end when it is completed and empty.
// The reader abandons (_abandoned): the writer's calls are refused from then on. A write may be under way meanwhile, so after its
// fence the writer looks at _abandoned too, as the abandoning side looks at Tail after its own: one of them sees the item, and
// releases it, under a lock that only they ever take.
//
// Points. A side reaches what the other one writes, and what the other one looks at, by its access (IAccess), and by the waiters. In a
// simulation each such access is a point where the other side may go on first; elsewhere it is the access alone.
//
// Ownership. An accepted item belongs to the hop until the reader takes it. What is left when the reader goes is released, each
// item once, and counted.

using System.Diagnostics;

namespace Flow;

internal partial class RingHop<T, TAccess> : Hop<T>, ISimulatedHop
    where TAccess : struct, IAccess
{
    // A hop that nothing passes holds one slot; the first item that does not fit makes it this many.
    private const int LeastSlots = 16;

    private readonly TAccess _access;
    private readonly Func<T, int>? _weigh;
    private readonly int _maxItems;
    private readonly Releases<T> _releases;
    private readonly Lock _closing = new();
    private Waiter _readerWaiter;
    private Waiter _writerWaiter;

    private RingWriterSide _writer;
    private RingReaderSide _reader;
    private RingSegment<T> _writeSegment;
    private RingSegment<T> _readSegment;

    private bool _completing;
    private bool _completed;
    private bool _abandoning;
    private bool _abandoned;
    private Exception? _error;
    private Exception? _abandonment;
    private ReleaseReason _leftoversReason;
    private long _wakeWriterAbove;
    private TaskCompletionSource? _completion;

    public RingHop(HopOptions<T> options, TimeProvider timeProvider, TAccess access)
        : base(options.Name ?? "hop")
    {
        _access = access;
        Capacity = options.Capacity;
        _weigh = options.Weigh;
        _maxItems = _weigh is null ? options.Capacity : options.MaxItems;
        _releases = new Releases<T>(options.Release);
        _readerWaiter = new Waiter(timeProvider, access.Simulation);
        _writerWaiter = new Waiter(timeProvider, access.Simulation);
        _writeSegment = _readSegment = new RingSegment<T>(0, slots: 1, _weigh is not null);
        _writer.RoomWanted = 1;
        SetEnds(new RingReader<T, TAccess>(this, isLease: false), new RingWriter<T, TAccess>(this, isLease: false));
        access.Simulation?.Add(this);
    }

    public int Capacity { get; }

    public ISimulation? Simulation => _access.Simulation;

    public bool IsWeighted => _weigh is not null;

    public int Count => (int)Math.Max(0, _access.Read(ref _writer.Tail) - _access.Read(ref _reader.Head));

    public bool IsAbandoned => _access.Read(ref _abandoned);

    public bool IsCompleted => _access.Read(ref _completed);

    string? ISimulatedHop.ReadBy => ReadBy;

    string? ISimulatedHop.WrittenBy => WrittenBy;

    bool ISimulatedHop.IsReaderWaiting => _readerWaiter.IsArmed;

    bool ISimulatedHop.IsWriterWaiting => _writerWaiter.IsArmed;

    public Exception? Abandonment => _abandonment;

    /// <summary>What the writer completed the hop with, if anything.</summary>
    public Exception? Error => _error;

    /// <summary>Completes when the hop is closed and nothing is left to read.</summary>
    public Task Completion
    {
        get
        {
            var completion = _access.Read(ref _completion);
            if (completion is null)
            {
                completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                completion = Interlocked.CompareExchange(ref _completion, completion, null) ?? completion;
                Interlocked.MemoryBarrier();
                CompleteIfDrained();
            }

            return completion.Task;
        }
    }

    // Completed is looked at before the tail, which does not move afterwards.
    public bool IsEnded => IsAbandoned || (IsCompleted && _access.Read(ref _writer.Tail) == _access.Read(ref _reader.Head));

    internal override void Abandon(Exception? error, ReleaseReason reason)
    {
        Enter(isReading: true);
        if (TryAbandon(error, reason)) TellAbandoned();
    }

    /// <summary>Nothing is taken in or out from here on, but what is left; who waits is told by <see cref="TellAbandoned"/>.</summary>
    protected bool TryAbandon(Exception? error, ReleaseReason reason)
    {
        if (Interlocked.Exchange(ref _abandoning, true)) return false;
        _abandonment = error;
        _leftoversReason = reason;
        _access.Write(ref _abandoned, true);
        return true;
    }

    protected void TellAbandoned()
    {
        Interlocked.MemoryBarrier();
        _writerWaiter.FireIfAnswered();
        _readerWaiter.FireIfAnswered();
        _readerWaiter.Unregister();
        try
        {
            ReleaseLeftovers();
        }
        finally
        {
            CompleteIfDrained();
            _access.Simulation?.Remove(this);
        }
    }

    internal override void ReleaseTaken(T item, ReleaseReason reason) => _releases.Release(item, reason);

    internal override void Owe(Exception error) => _releases.Owe(error);

    internal override HopReader<T> LeaseReader()
    {
        _readerWaiter = _readerWaiter.ForNextTenant();
        return new RingReader<T, TAccess>(this, isLease: true);
    }

    internal override HopWriter<T> LeaseWriter()
    {
        _writerWaiter = _writerWaiter.ForNextTenant();
        return new RingWriter<T, TAccess>(this, isLease: true);
    }

    public override HopReading Read()
    {
        // Released before the head, which passes an item first; what came in before what went out, so that the difference is
        // never more than the hop has held.
        var released = _releases.Counts;
        var weightIn = _access.Read(ref _writer.WeightIn);
        var tail = _access.Read(ref _writer.Tail);
        var weightOut = _access.Read(ref _reader.WeightOut);
        var head = _access.Read(ref _reader.Head);
        return new HopReading
        {
            Name = Name,
            Unit = _weigh is null ? HopUnit.Items : HopUnit.Weight,
            Capacity = Capacity,
            Occupancy = Math.Max(0, _weigh is null ? tail - head : weightIn - weightOut),
            Peak = _access.Read(ref _reader.Peak),
            Items = Math.Max(tail, head),
            Delivered = head - released.Total,
            Batches = _access.Read(ref _reader.Batches),
            Dropped = released.Dropped,
            Abandoned = released.Abandoned,
            Cancelled = released.Cancelled,
            Faulted = released.Faulted,
            Blocked = _writerWaiter.Waited,
            Starved = _readerWaiter.Waited,
        };
    }

    private void CompleteIfDrained()
    {
        if (_access.Read(ref _completion) is not { } completion) return;
        if (!IsAbandoned && !(IsCompleted && _access.Read(ref _reader.Head) == _access.Read(ref _writer.Tail))) return;
        if (_error is null) completion.TrySetResult();
        else completion.TrySetException(_error);
    }

    // The reader has gone, and whoever comes here reads in its place.
    private void ReleaseLeftovers()
    {
        using (_access.Simulation.Hold(_closing))
        {
            if (Count > 0) _releases.ReleaseAll(TryTakeFirst, _leftoversReason);
        }
    }

    // After a write, which tells the writer how much the hop has taken: what goes wrong, its next call tells.
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

    public void Enter(bool isReading)
    {
        _access.Enter(this, isReading);
        AssertInvariants();
    }

    // Not by the access: a debug build makes the same decisions as a release build.
    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        // Head first: the tail only grows, so a tail seen later is never behind it.
        var head = Volatile.Read(ref _reader.Head);
        var tail = Volatile.Read(ref _writer.Tail);
        Debug.Assert(tail >= head, "A ring's head never passes its tail.");
        Debug.Assert(Volatile.Read(ref _writer.WeightIn) >= 0, "The weight taken in never overflows.");
    }
}
