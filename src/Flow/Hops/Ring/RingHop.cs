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
// Wakes carry no news. A side that fires may have been held up since its look, and meet a later wait, or fire at the end of the
// hop what was parked while items came: what a wait answers is looked up when its answer is fetched.
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
using System.Runtime.CompilerServices;

namespace Flow;

internal sealed class RingHop<T, TAccess> : Hop<T>, ISimulatedHop
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

    private bool _completed;
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

    public long Room
    {
        get
        {
            var count = _access.Read(ref _writer.Tail) - _access.Read(ref _reader.Head);
            if (_weigh is null) return Capacity - count;
            if (count >= _maxItems) return 0;
            return Math.Max(0, Capacity - (_access.Read(ref _writer.WeightIn) - _access.Read(ref _reader.WeightOut)));
        }
    }

    // ---- the writer's side ----

    // Until its accesses are inlined it is too large to be.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(T item)
    {
        Enter(isReading: false);
        if (IsCompleted || IsAbandoned) return false;
        var tail = _writer.Tail;
        if (_weigh is null)
        {
            // The path of single items: what Put does, without the spans.
            if (tail >= _writer.Limit && !TryFindRoom(tail)) return false;
            _access.Point();
            _writeSegment[tail] = item;
        }
        else if (!TryPutWeighed(item, tail))
        {
            return false;
        }

        PublishTail(tail + 1);
        return true;
    }

    public int TryWrite(ReadOnlySpan<T> items)
    {
        Enter(isReading: false);
        if (items.IsEmpty || IsCompleted || IsAbandoned) return 0;
        var tail = _writer.Tail;
        var written = _weigh is null ? Put(items, tail) : PutWeighed(items, tail);
        if (written > 0) PublishTail(tail + written);
        return written;
    }

    /// <summary>
    /// Free slots behind the tail, side by side, up to <paramref name="most"/> of them; what is stored there goes in with
    /// <see cref="Commit"/>. None when there is no room. Only of a hop bounded by items.
    /// </summary>
    public Span<T> Reserve(int most)
    {
        Enter(isReading: false);
        var tail = _writer.Tail;
        if (IsCompleted || IsAbandoned) return default;
        if (_maxItems - (tail - _writer.HeadSeen) < most) _writer.HeadSeen = _access.Read(ref _reader.Head);
        if (IsFullAt(tail)) return default;
        var segment = SegmentFor(tail, most);
        most = (int)Math.Min(most, _maxItems - (tail - _writer.HeadSeen));
        return segment.Run(tail, Math.Min(most, segment.FreeAt(tail, _writer.HeadSeen)));
    }

    public void Commit(int count) => PublishTail(_writer.Tail + count);

    public bool Complete(Exception? error)
    {
        Enter(isReading: false);
        using (_access.Simulation.Hold(_closing))
        {
            if (_completed) return false;
            _error = error;
            _access.Write(ref _completed, true);
        }

        Interlocked.MemoryBarrier();
        _readerWaiter.Fire();
        _writerWaiter.Fire();
        CompleteIfDrained();
        return true;
    }

    public ValueTask<bool> WaitToWriteAsync(RingWriter<T, TAccess> lease, CancellationToken cancellationToken)
    {
        Enter(isReading: false);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        var roomAbove = _writer.RoomWanted - 1;
        if (WriterOutcome(lease, roomAbove) is { } outcome) return outcome;
        _wakeWriterAbove = roomAbove;
        return _writerWaiter.WaitAsync(lease, cancellationToken);
    }

    public bool TryArmWriter(RingWriter<T, TAccess> lease, Doorbell bell, int key, long roomAbove)
    {
        Enter(isReading: false);
        // Room for more than all there is comes when the hop is empty.
        if (roomAbove != long.MaxValue) roomAbove = Math.Min(roomAbove, Capacity - 1);
        if (WriterOutcome(lease, roomAbove) is not null) return false;
        _wakeWriterAbove = roomAbove;
        _writerWaiter.Park(bell, key);
        return WriterOutcome(lease, roomAbove) is null || !_writerWaiter.TryUnpark();
    }

    public bool IsWriterPending(RingWriter<T, TAccess> lease) => WriterOutcome(lease, _wakeWriterAbove) is null;

    public bool AnswerWriter(RingWriter<T, TAccess> lease) => WriterOutcome(lease, _wakeWriterAbove) is not { } outcome || outcome.Result;

    public void WakeWriter()
    {
        Interlocked.MemoryBarrier();
        _writerWaiter.Fire();
    }

    // ---- the reader's side ----

    // Until its accesses are inlined it is too large to be.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out T item)
    {
        Enter(isReading: true);
        var head = _reader.Head;
        if (head == _reader.Limit && !TryFindMore(head))
        {
            item = default!;
            return false;
        }

        _access.Point();
        item = _readSegment.Take(head);
        if (_weigh is not null) _access.Write(ref _reader.WeightOut, _reader.WeightOut + _readSegment.WeightAt(head));
        PublishHead(head + 1);
        return true;
    }

    public int TryRead(Span<T> destination)
    {
        Enter(isReading: true);
        var head = _reader.Head;
        var position = head;
        while (!destination.IsEmpty)
        {
            if (_reader.Limit - position < destination.Length) TryFindMore(position);
            var run = (int)Math.Min(_reader.Limit - position, destination.Length);
            if (run == 0) break;
            Take(position, destination[..run]);
            destination = destination[run..];
            position += run;
        }

        if (position > head) PublishHead(position);
        return (int)(position - head);
    }

    /// <summary>
    /// The items at the head, side by side, up to <paramref name="most"/> of them; they leave with <see cref="Advance"/>. None when
    /// there is none now.
    /// </summary>
    public ReadOnlySpan<T> Peek(int most)
    {
        Enter(isReading: true);
        var head = _reader.Head;
        if (_reader.Limit - head < most) TryFindMore(head);
        return _readSegment.Run(head, Math.Min(most, _reader.Limit - head));
    }

    public void Advance(int count)
    {
        var head = _reader.Head;
        if (_weigh is not null) _access.Write(ref _reader.WeightOut, _reader.WeightOut + _readSegment.Weight(head, count));
        _access.Point();
        _readSegment.Clear(head, count);
        PublishHead(head + count);
    }

    public bool TryPeek(out T item)
    {
        Enter(isReading: true);
        var head = _reader.Head;
        if (head == _reader.Limit && !TryFindMore(head))
        {
            item = default!;
            return false;
        }

        item = _readSegment[head];
        return true;
    }

    public ValueTask<bool> WaitToReadAsync(RingReader<T, TAccess> lease, CancellationToken cancellationToken)
    {
        Enter(isReading: true);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        if (ReaderOutcome(lease) is { } outcome) return outcome;
        return _readerWaiter.WaitAsync(lease, cancellationToken);
    }

    public bool TryArmReader(RingReader<T, TAccess> lease, Doorbell bell, int key)
    {
        Enter(isReading: true);
        if (ReaderOutcome(lease) is not null) return false;
        _readerWaiter.Park(bell, key);
        return ReaderOutcome(lease) is null || !_readerWaiter.TryUnpark();
    }

    public bool IsReaderPending(RingReader<T, TAccess> lease) => ReaderOutcome(lease) is null;

    public bool AnswerReader(RingReader<T, TAccess> lease) => ReaderOutcome(lease) is not { } outcome || outcome.Result;

    public void WakeReader()
    {
        Interlocked.MemoryBarrier();
        _readerWaiter.Fire();
    }

    // ---- the whole hop ----

    internal override void Abandon(Exception? error, ReleaseReason reason)
    {
        Enter(isReading: true);
        using (_access.Simulation.Hold(_closing))
        {
            if (_abandoned) return;
            _abandonment = error;
            _leftoversReason = reason;
            _access.Write(ref _abandoned, true);
        }

        Interlocked.MemoryBarrier();
        _writerWaiter.Fire();
        _readerWaiter.Fire();
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
        var released = _releases.Total;
        var weightIn = _access.Read(ref _writer.WeightIn);
        var tail = _access.Read(ref _writer.Tail);
        var weightOut = _access.Read(ref _reader.WeightOut);
        var head = _access.Read(ref _reader.Head);
        return new HopReading(
            Name,
            _weigh is null ? HopUnit.Items : HopUnit.Weight,
            Capacity,
            Math.Max(0, _weigh is null ? tail - head : weightIn - weightOut),
            _access.Read(ref _reader.Peak),
            Math.Max(tail, head),
            head - released,
            _access.Read(ref _reader.Batches),
            _releases[ReleaseReason.Dropped],
            _releases[ReleaseReason.Abandoned],
            _releases[ReleaseReason.Cancelled],
            _releases[ReleaseReason.Faulted],
            _writerWaiter.Waited,
            _readerWaiter.Waited);
    }

    // Stores the leading items there is room for, behind the tail.
    private int Put(ReadOnlySpan<T> items, long tail)
    {
        if (_maxItems - (tail - _writer.HeadSeen) < items.Length) _writer.HeadSeen = _access.Read(ref _reader.Head);
        var count = (int)Math.Min(_maxItems - (tail - _writer.HeadSeen), items.Length);
        if (count == 0)
        {
            _writer.RoomWanted = 1;
            return 0;
        }

        items = items[..count];
        while (!items.IsEmpty)
        {
            var segment = SegmentFor(tail, items.Length);
            var free = (int)Math.Min(segment.FreeAt(tail, _writer.HeadSeen), items.Length);
            _access.Point();
            segment.Put(tail, items[..free]);
            items = items[free..];
            tail += free;
        }

        return count;
    }

    private bool TryFindRoom(long tail)
    {
        if (IsFullAt(tail)) return false;
        var free = SegmentFor(tail, 1).FreeAt(tail, _writer.HeadSeen);
        _writer.Limit = Math.Min(tail + free, _writer.HeadSeen + _maxItems);
        return true;
    }

    private bool IsFullAt(long position)
    {
        if (position - _writer.HeadSeen < _maxItems) return false;
        _writer.HeadSeen = _access.Read(ref _reader.Head);
        if (position - _writer.HeadSeen < _maxItems) return false;
        _writer.RoomWanted = 1;
        return true;
    }

    private int PutWeighed(ReadOnlySpan<T> items, long tail)
    {
        var count = 0;
        while (count < items.Length && TryPutWeighed(items[count], tail + count)) count++;
        return count;
    }

    private bool TryPutWeighed(T item, long position)
    {
        if (IsFullAt(position) || !TryWeigh(item, position, out var weight) || !HasRoomFor(weight)) return false;
        var segment = SegmentFor(position, 1);
        _access.Point();
        segment[position] = item;
        segment.WeightAt(position) = weight;
        _access.Write(ref _writer.WeightIn, _writer.WeightIn + weight);
        _writer.RoomWanted = 1;
        return true;
    }

    // An item that cannot be weighed ends the batch before it, so that what went in is published; the next call begins with it,
    // and throws.
    private bool TryWeigh(T item, long position, out int weight)
    {
        try
        {
            weight = _weigh!(item);
            if (weight >= 0) return true;
            throw new InvalidOperationException($"An item put into the hop '{Name}' weighs {weight}; no item weighs less than 0.");
        }
        catch (Exception) when (position > _writer.Tail)
        {
            weight = 0;
            return false;
        }
    }

    private bool HasRoomFor(int weight)
    {
        var wanted = Math.Clamp(weight, 1, Capacity);
        if (Capacity - (_writer.WeightIn - _writer.WeightOutSeen) >= wanted) return true;
        _writer.WeightOutSeen = _access.Read(ref _reader.WeightOut);
        if (Capacity - (_writer.WeightIn - _writer.WeightOutSeen) >= wanted) return true;
        _writer.RoomWanted = wanted;
        return false;
    }

    // The segment in which a position is free; a larger one where the present one is full.
    private RingSegment<T> SegmentFor(long position, int wanted)
    {
        var segment = _writeSegment;
        if (segment.FreeAt(position, _writer.HeadSeen) > 0) return segment;
        // Full as far as the writer knows; look again before growing.
        _writer.HeadSeen = _access.Read(ref _reader.Head);
        if (segment.FreeAt(position, _writer.HeadSeen) > 0) return segment;
        var slots = Math.Min(Math.Max(Math.Max(segment.Slots * 4, LeastSlots), wanted), _maxItems);
        var next = new RingSegment<T>(position, slots, _weigh is not null);
        _access.Write(ref segment.Next, next);
        return _writeSegment = next;
    }

    private void PublishTail(long tail)
    {
        _access.Point();
        if (_readerWaiter.IsArmed)
        {
            // Firing begins with a full fence.
            _access.Write(ref _writer.Tail, tail);
            _readerWaiter.Fire();
        }
        else
        {
            _access.Exchange(ref _writer.Tail, tail);
            _access.Point();
            if (_readerWaiter.IsArmed) _readerWaiter.Fire();
        }

        if (IsAbandoned) ReleaseLeftovers();
    }

    private ValueTask<bool>? WriterOutcome(RingWriter<T, TAccess> lease, long roomAbove)
    {
        if (IsCompleted || IsAbandoned || lease.IsClosed)
            return _error is null ? new ValueTask<bool>(false) : ValueTask.FromException<bool>(_error);
        return Room > roomAbove ? new ValueTask<bool>(true) : null;
    }

    // The items from a position on, which the limit covers.
    private void Take(long position, Span<T> destination)
    {
        _access.Point();
        _readSegment.Take(position, destination);
        if (_weigh is not null) _access.Write(ref _reader.WeightOut, _reader.WeightOut + _readSegment.Weight(position, destination.Length));
    }

    private void PublishHead(long head)
    {
        _access.Exchange(ref _reader.Head, head);
        _access.Point();
        if (_writerWaiter.IsArmed && Room > _access.Read(ref _wakeWriterAbove)) _writerWaiter.Fire();
        if (IsCompleted) CompleteIfDrained();
    }

    // Looks at the tail, and moves the limit; counts what is new.
    private bool TryFindMore(long head)
    {
        if (IsAbandoned) return false;
        var tail = _access.Read(ref _writer.Tail);
        if (tail != _reader.TailSeen)
        {
            _reader.TailSeen = tail;
            _reader.Batches++;
            var found = _weigh is null ? tail - head : _access.Read(ref _writer.WeightIn) - _reader.WeightOut;
            if (found > _reader.Peak) _access.Write(ref _reader.Peak, found);
        }

        if (tail == head) return false;
        MoveLimit(head, tail);
        return true;
    }

    private void MoveLimit(long position, long tail)
    {
        while (_access.Read(ref _readSegment.Next) is { } next)
        {
            if (position < next.First)
            {
                _reader.Limit = Math.Min(tail, next.First);
                return;
            }

            _readSegment = next;
        }

        _reader.Limit = tail;
    }

    private ValueTask<bool>? ReaderOutcome(RingReader<T, TAccess> lease)
    {
        if (lease.IsClosed || IsAbandoned) return new ValueTask<bool>(false);
        var head = _reader.Head;
        if (_access.Read(ref _writer.Tail) != head) return new ValueTask<bool>(true);
        if (!IsCompleted) return null;
        // The last item may have come between the two looks.
        if (_access.Read(ref _writer.Tail) != head) return new ValueTask<bool>(true);
        return _error is null ? new ValueTask<bool>(false) : ValueTask.FromException<bool>(_error);
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
            _releases.ReleaseAll(TryTakeLeftover, _leftoversReason);
        }
    }

    private bool TryTakeLeftover(out T item)
    {
        item = default!;
        var head = _reader.Head;
        var tail = _access.Read(ref _writer.Tail);
        if (head == tail) return false;

        MoveLimit(head, tail);
        Take(head, new Span<T>(ref item));
        _access.Write(ref _reader.Head, head + 1);
        return true;
    }

    private void Enter(bool isReading)
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
