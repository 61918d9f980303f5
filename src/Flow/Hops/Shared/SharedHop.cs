// A ring whose ends several callers use, or which lets items fall. The ring is as it is for one writer and one reader (RingHop.cs); what
// is added is at its ends. An end that stays with one caller stays the ring's own, and takes no lock.
//
// Turns. The callers of an end take turns under a lock of that end. Under it nothing runs that is not the hop's own: items are weighed
// before it is taken, released after it is left, and so is the other side told.
//
// Waits. Each has a waiter of its own, in the list of its end from before it is announced until it is woken or its answer is fetched. While the
// list has any, the ring's one waiter of that side is armed with a bell, which takes those out who may want to know. A wake carries no
// news: of many readers that are woken by one item, one gets it, and the others wait again.
//
// Falling. A writer that finds no room, and is not to wait, takes the reader's turn as well, looks again, and takes out what is to fall.
// So an item falls only while the hop is full. Both ends then have locks, and the writer's is taken first.

namespace Flow;

internal sealed class SharedHop<T, TAccess> : RingHop<T, TAccess>
    where TAccess : struct, IAccess
{
    private readonly SharedReading<T, TAccess>? _reading;
    private readonly SharedWriting<T, TAccess>? _writing;

    public SharedHop(HopOptions<T> options, TimeProvider timeProvider, TAccess access)
        : base(options, timeProvider, access)
    {
        var isLossy = options.FullMode != HopFullMode.Wait;
        if (isLossy || !options.SingleReader) _reading = new SharedReading<T, TAccess>(this, options.SingleReader, timeProvider);
        if (isLossy || !options.SingleWriter) _writing = new SharedWriting<T, TAccess>(this, _reading, options.FullMode, timeProvider);
        SetEnds(
            _reading is null ? Reader : new SharedReader<T, TAccess>(this, _reading, isLease: false),
            _writing is null ? Writer : new SharedWriter<T, TAccess>(this, _writing, isLease: false));
    }

    internal override void Abandon(Exception? error, ReleaseReason reason)
    {
        Enter(isReading: true);
        bool isFirst;
        using (HoldReading()) isFirst = TryAbandon(error, reason);
        if (isFirst) TellAbandoned();
    }

    // A wait that the last tenant left behind is ended first.
    internal override HopReader<T> LeaseReader()
    {
        if (_reading is null) return base.LeaseReader();
        _reading.Wake();
        return new SharedReader<T, TAccess>(this, _reading, isLease: true);
    }

    internal override HopWriter<T> LeaseWriter()
    {
        if (_writing is null) return base.LeaseWriter();
        _writing.Wake();
        return new SharedWriter<T, TAccess>(this, _writing, isLease: true);
    }

    public override HopReading Read()
    {
        // In the order in which a writer takes them.
        using var writing = HoldWriting();
        using var reading = HoldReading();
        var ring = base.Read();
        var fallen = _writing?.NeverInRing ?? 0;
        return ring with
        {
            Items = ring.Items + fallen,
            Delivered = ring.Delivered + fallen,
            Blocked = _writing?.Waited ?? ring.Blocked,
            Starved = _reading?.Waited ?? ring.Starved,
        };
    }

    // Who uses an end that is the ring's own has no turn to take.
    private Lock.Scope HoldReading() => _reading is null ? default : _reading.Hold();

    private Lock.Scope HoldWriting() => _writing is null ? default : _writing.Hold();
}
