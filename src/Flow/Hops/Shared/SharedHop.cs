// A hop for any number of writers and readers, and for the full modes that take back what is inside already: neither can be had from
// a ring that two threads use without a lock. One lock guards everything; under it nothing runs that is not the hop's own: items are
// weighed before it is taken, released after it is left, and so are waits woken.
//
// Waits. Each has a waiter of its own, which is in the list of its end from the moment it parks, under the lock, until it is taken
// out to be woken, or its answer is fetched. Whoever changes something takes all out who may want to know. A wake carries no news:
// of many readers that are woken by one item, one gets it, and the others wait again.
//
// Batches and single items cost one lock each, so batches pay here too.
//
// In a simulation entering the lock is a point where another strand may go on first, and so is each look without it.

using System.Diagnostics;

namespace Flow;

internal sealed class SharedHop<T> : Hop<T>, ISimulatedHop
{
    private readonly Lock _lock = new();
    private readonly ISimulation? _simulation = ISimulation.Current;
    private readonly TimeProvider _timeProvider;
    private readonly HopFullMode _fullMode;
    private readonly Func<T, int>? _weigh;
    private readonly int _capacity;
    private readonly int _maxItems;
    private readonly bool _singleReader;
    private readonly bool _singleWriter;
    private readonly Releases<T> _releases;
    private readonly SharedQueue<T> _queue;
    private readonly SharedWaiters _readers = new();
    private readonly SharedWaiters _writers = new();
    private volatile bool _completed;
    private volatile bool _abandoned;
    private TaskCompletionSource? _completion;
    private long _accepted;
    private long _delivered;
    private long _batches;
    private long _peak;
    private long _found;

    // The room the last refused item wants, from 1 to the capacity, which a wait for room waits for. Of many writers one may then
    // wait for the room of another's item; it comes all the same, since that much room comes when the hop is empty.
    private long _roomWanted = 1;

    public SharedHop(HopOptions<T> options, TimeProvider timeProvider)
        : base(options.Name ?? "hop")
    {
        _timeProvider = timeProvider;
        _fullMode = options.FullMode;
        _weigh = options.Weigh;
        _capacity = options.Capacity;
        _maxItems = _weigh is null ? options.Capacity : options.MaxItems;
        _singleReader = options.SingleReader;
        _singleWriter = options.SingleWriter;
        _releases = new Releases<T>(options.Release);
        _queue = new SharedQueue<T>(_weigh is not null);
        SetEnds(new SharedReader<T>(this, isLease: false), new SharedWriter<T>(this, isLease: false));
        _simulation?.Add(this);
    }

    private enum Written
    {
        Taken,
        Refused,
        OneFell,
        ItselfFell,
    }

    public bool IsAbandoned
    {
        get
        {
            _simulation?.Point();
            return _abandoned;
        }
    }

    string? ISimulatedHop.ReadBy => ReadBy;

    string? ISimulatedHop.WrittenBy => WrittenBy;

    bool ISimulatedHop.IsReaderWaiting => !_readers.IsEmpty;

    bool ISimulatedHop.IsWriterWaiting => !_writers.IsEmpty;

    public Exception? Abandonment { get; private set; }

    /// <summary>What a writer completed the hop with, if anything.</summary>
    public Exception? Error { get; private set; }

    public int Count
    {
        get
        {
            using (Hold()) return _queue.Count;
        }
    }

    public long Room
    {
        get
        {
            using (Hold()) return RoomNow;
        }
    }

    public bool IsEnded
    {
        get
        {
            using (Hold()) return _abandoned || (_completed && _queue.Count == 0);
        }
    }

    /// <summary>Completes when the hop is closed and nothing is left to read.</summary>
    public Task Completion
    {
        get
        {
            using (Hold())
            {
                _completion ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                CompleteIfDrained();
                return _completion.Task;
            }
        }
    }

    private long RoomNow => _queue.Count >= _maxItems ? 0 : Math.Max(0, _capacity - _queue.Weight);

    // ---- writers ----

    public bool TryWrite(T item)
    {
        _simulation?.Enter(this, isReading: false);
        return TryWrite(item, Weigh(item));
    }

    public int TryWrite(ReadOnlySpan<T> items)
    {
        _simulation?.Enter(this, isReading: false);
        var written = 0;
        if (_weigh is null)
        {
            SharedWaiter? woken;
            using (Hold())
            {
                while (written < items.Length && IsOpen && HasRoomFor(1)) Add(items[written++], 1);
                woken = written > 0 ? _readers.TakeAll() : null;
            }

            SharedWaiters.Fire(woken);
            if (_fullMode == HopFullMode.Wait) return written;
        }

        while (written < items.Length && TryWeigh(items[written], isFirst: written == 0, out var weight) && TryWrite(items[written], weight)) written++;
        return written;
    }

    public bool Complete(Exception? error)
    {
        _simulation?.Enter(this, isReading: false);
        using (Hold())
        {
            if (_completed) return false;
            Error = error;
            _completed = true;
            CompleteIfDrained();
        }

        WakeReaders();
        WakeWriters();
        return true;
    }

    public ValueTask<bool> WaitToWriteAsync(SharedWriter<T> lease, CancellationToken cancellationToken)
    {
        _simulation?.Enter(this, isReading: false);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        using (Hold())
        {
            var roomAbove = _roomWanted - 1;
            if (_singleWriter && !_writers.IsEmpty) Waiter.ThrowSecondWait();
            if (WriterOutcome(lease, roomAbove) is { } outcome) return outcome;
            var waiter = new SharedWaiter(_timeProvider, _simulation, roomAbove, ForgetWriter);
            _writers.Add(waiter);
            return waiter.WaitAsync(lease, cancellationToken);
        }
    }

    public bool TryArmWriter(SharedWriter<T> lease, Doorbell bell, int key, long roomAbove)
    {
        _simulation?.Enter(this, isReading: false);
        // Room for more than all there is comes when the hop is empty.
        if (roomAbove != long.MaxValue) roomAbove = Math.Min(roomAbove, _capacity - 1);
        using (Hold())
        {
            if (lease.Armed is { } earlier) _writers.Remove(earlier);
            lease.Armed = null;
            if (_singleWriter && !_writers.IsEmpty) Waiter.ThrowSecondWait();
            if (WriterOutcome(lease, roomAbove) is not null) return false;
            lease.Armed = new SharedWaiter(_timeProvider, _simulation, roomAbove, ForgetWriter);
            lease.Armed.Park(bell, key);
            _writers.Add(lease.Armed);
            return true;
        }
    }

    public bool AnswerWriter(SharedWriter<T> lease)
    {
        using (Hold()) return WriterOutcome(lease, roomAbove: 0) is not { } outcome || outcome.Result;
    }

    public void WakeWriters()
    {
        SharedWaiter? woken;
        using (Hold()) woken = _writers.TakeAll();
        SharedWaiters.Fire(woken);
    }

    // ---- readers ----

    public bool TryRead(out T item)
    {
        item = default!;
        return TryRead(new Span<T>(ref item)) == 1;
    }

    public int TryRead(Span<T> destination)
    {
        _simulation?.Enter(this, isReading: true);
        SharedWaiter? woken;
        int taken;
        using (Hold())
        {
            CountBatch();
            taken = Math.Min(destination.Length, _queue.Count);
            for (var i = 0; i < taken; i++) destination[i] = _queue.RemoveFirst();
            _delivered += taken;
            woken = taken > 0 ? _writers.TakeThoseFor(RoomNow) : null;
            CompleteIfDrained();
        }

        SharedWaiters.Fire(woken);
        return taken;
    }

    public bool TryPeek(out T item)
    {
        _simulation?.Enter(this, isReading: true);
        using (Hold())
        {
            item = _queue.Count > 0 ? _queue.First : default!;
            return _queue.Count > 0;
        }
    }

    public ValueTask<bool> WaitToReadAsync(SharedReader<T> lease, CancellationToken cancellationToken)
    {
        _simulation?.Enter(this, isReading: true);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        using (Hold())
        {
            if (_singleReader && !_readers.IsEmpty) Waiter.ThrowSecondWait();
            if (ReaderOutcome(lease) is { } outcome) return outcome;
            var waiter = new SharedWaiter(_timeProvider, _simulation, roomAbove: 0, ForgetReader);
            _readers.Add(waiter);
            return waiter.WaitAsync(lease, cancellationToken);
        }
    }

    public bool TryArmReader(SharedReader<T> lease, Doorbell bell, int key)
    {
        _simulation?.Enter(this, isReading: true);
        using (Hold())
        {
            if (lease.Armed is { } earlier) _readers.Remove(earlier);
            lease.Armed = null;
            if (_singleReader && !_readers.IsEmpty) Waiter.ThrowSecondWait();
            if (ReaderOutcome(lease) is not null) return false;
            lease.Armed = new SharedWaiter(_timeProvider, _simulation, roomAbove: 0, ForgetReader);
            lease.Armed.Park(bell, key);
            _readers.Add(lease.Armed);
            return true;
        }
    }

    public bool AnswerReader(SharedReader<T> lease)
    {
        using (Hold()) return ReaderOutcome(lease) is not { } outcome || outcome.Result;
    }

    public void WakeReaders()
    {
        SharedWaiter? woken;
        using (Hold()) woken = _readers.TakeAll();
        SharedWaiters.Fire(woken);
    }

    // ---- the whole hop ----

    public override HopReading Read()
    {
        using (Hold())
        {
            return new HopReading(
                Name,
                _weigh is null ? HopUnit.Items : HopUnit.Weight,
                _capacity,
                _queue.Weight,
                _peak,
                _accepted,
                _delivered,
                _batches,
                _releases[ReleaseReason.Dropped],
                _releases[ReleaseReason.Abandoned],
                _releases[ReleaseReason.Cancelled],
                _releases[ReleaseReason.Faulted],
                _writers.Waited,
                _readers.Waited);
        }
    }

    // A wait that the last tenant left behind is ended first.
    internal override HopReader<T> LeaseReader()
    {
        WakeReaders();
        return new SharedReader<T>(this, isLease: true);
    }

    internal override HopWriter<T> LeaseWriter()
    {
        WakeWriters();
        return new SharedWriter<T>(this, isLease: true);
    }

    internal override void Abandon(Exception? error, ReleaseReason reason)
    {
        _simulation?.Enter(this, isReading: true);
        using (Hold())
        {
            if (_abandoned) return;
            Abandonment = error;
            _abandoned = true;
        }

        WakeWriters();
        WakeReaders();
        try
        {
            // Nobody adds any more, and nobody else takes.
            _releases.ReleaseAll(TryTakeLeftover, reason);
        }
        finally
        {
            using (Hold()) CompleteIfDrained();
            _simulation?.Remove(this);
        }
    }

    internal override void ReleaseTaken(T item, ReleaseReason reason)
    {
        using (Hold()) _delivered--;
        _releases.Release(item, reason);
    }

    private Lock.Scope Hold() => _simulation.Hold(_lock);

    private bool IsOpen => !_completed && !_abandoned;

    private bool TryWrite(T item, int weight)
    {
        while (true)
        {
            Written written;
            T fallen;
            SharedWaiter? woken;
            using (Hold())
            {
                written = Put(item, weight, out fallen);
                woken = written == Written.Taken ? _readers.TakeAll() : null;
            }

            SharedWaiters.Fire(woken);
            if (written is Written.OneFell or Written.ItselfFell) _releases.Release(fallen, ReleaseReason.Dropped);
            if (written != Written.OneFell) return written != Written.Refused;
        }
    }

    private Written Put(T item, int weight, out T fallen)
    {
        AssertInvariants();
        fallen = default!;
        if (!IsOpen) return Written.Refused;
        if (HasRoomFor(weight))
        {
            Add(item, weight);
            return Written.Taken;
        }

        switch (_fullMode)
        {
            case HopFullMode.DropNewest:
                fallen = _queue.RemoveLast();
                return Written.OneFell;
            case HopFullMode.DropOldest:
                fallen = _queue.RemoveFirst();
                return Written.OneFell;
            case HopFullMode.DropWrite:
                fallen = item;
                _accepted++;
                return Written.ItselfFell;
            default:
                _roomWanted = Math.Clamp(weight, 1, _capacity);
                return Written.Refused;
        }
    }

    private void Add(T item, int weight)
    {
        _queue.Add(item, weight);
        _accepted++;
        _roomWanted = 1;
    }

    private bool HasRoomFor(int weight) => RoomNow >= Math.Clamp(weight, 1, _capacity);

    private int Weigh(T item)
    {
        if (_weigh is null) return 1;
        var weight = _weigh(item);
        return weight >= 0
            ? weight
            : throw new InvalidOperationException($"An item put into the hop '{Name}' weighs {weight}; no item weighs less than 0.");
    }

    // An item that cannot be weighed ends the batch before it, so that what went in is told; the next call begins with it, and throws.
    private bool TryWeigh(T item, bool isFirst, out int weight)
    {
        try
        {
            weight = Weigh(item);
            return true;
        }
        catch (Exception) when (!isFirst)
        {
            weight = 0;
            return false;
        }
    }

    // A batch is what has come since somebody last looked.
    private void CountBatch()
    {
        if (_accepted == _found || _queue.Count == 0) return;
        _found = _accepted;
        _batches++;
        _peak = Math.Max(_peak, _queue.Weight);
    }

    private ValueTask<bool>? WriterOutcome(SharedWriter<T> lease, long roomAbove)
    {
        if (_completed || _abandoned || lease.IsClosed)
            return Error is null ? new ValueTask<bool>(false) : ValueTask.FromException<bool>(Error);
        return _fullMode != HopFullMode.Wait || RoomNow > roomAbove ? new ValueTask<bool>(true) : null;
    }

    private ValueTask<bool>? ReaderOutcome(SharedReader<T> lease)
    {
        if (lease.IsClosed || _abandoned) return new ValueTask<bool>(false);
        if (_queue.Count > 0) return new ValueTask<bool>(true);
        if (!_completed) return null;
        return Error is null ? new ValueTask<bool>(false) : ValueTask.FromException<bool>(Error);
    }

    private void ForgetReader(SharedWaiter waiter)
    {
        using (Hold()) _readers.Remove(waiter);
    }

    private void ForgetWriter(SharedWaiter waiter)
    {
        using (Hold()) _writers.Remove(waiter);
    }

    private void CompleteIfDrained()
    {
        if (_completion is not { } completion || !(_abandoned || (_completed && _queue.Count == 0))) return;
        if (Error is null) completion.TrySetResult();
        else completion.TrySetException(Error);
    }

    private bool TryTakeLeftover(out T item)
    {
        using (Hold())
        {
            item = _queue.Count > 0 ? _queue.First : default!;
            if (_queue.Count == 0) return false;
            _queue.RemoveFirst();
            return true;
        }
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread, "A shared hop's items are touched under its lock.");
        Debug.Assert(_queue.Count <= _maxItems, "A shared hop holds no more items than its bound.");
        Debug.Assert(_queue.Count > 0 || _queue.Weight == 0, "An empty hop weighs nothing.");
    }
}
