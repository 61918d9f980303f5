using System.Runtime.CompilerServices;

namespace Flow;

/// <content>The writer's side.</content>
internal partial class RingHop<T, TAccess>
{
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

    // Until its accesses are inlined it is too large to be.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(T item)
    {
        Enter(isReading: false);
        if (IsCompleted || IsAbandoned) return false;
        var tail = _writer.Tail;
        if (_weigh is null ? !TryPut(item, tail) : !TryPutWeighed(item, tail)) return false;
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
        if (!TryComplete(error)) return false;
        TellCompleted();
        ThrowOwed();
        return true;
    }

    /// <summary>Nothing is taken in from here on; who waits is told by <see cref="TellCompleted"/>.</summary>
    public bool TryComplete(Exception? error)
    {
        if (Interlocked.Exchange(ref _completing, true)) return false;
        _error = error;
        _access.Write(ref _completed, true);
        return true;
    }

    public void TellCompleted()
    {
        Interlocked.MemoryBarrier();
        _readerWaiter.FireIfAnswered();
        _writerWaiter.FireIfAnswered();
        _writerWaiter.Unregister();
        CompleteIfDrained();
    }

    public ValueTask<bool> WaitToWriteAsync(RingWriter<T, TAccess> lease, CancellationToken cancellationToken)
    {
        Enter(isReading: false);
        ThrowOwed();
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        var roomAbove = _writer.RoomWanted - 1;
        if (WriterOutcome(lease, roomAbove) is { } outcome) return outcome;
        _wakeWriterAbove = roomAbove;
        return _writerWaiter.WaitAsync(lease, cancellationToken, staysRegistered: cancellationToken == lease.TenantToken);
    }

    public bool TryArmWriter(LeasableWriter<T> lease, IBell bell, int key, long roomAbove)
    {
        Enter(isReading: false);
        // Room for more than all there is comes when the hop is empty.
        if (roomAbove != long.MaxValue) roomAbove = Math.Min(roomAbove, Capacity - 1);
        if (!IsWriterPending(lease, roomAbove)) return false;
        _wakeWriterAbove = roomAbove;
        _writerWaiter.Park(bell, key, isTimed: roomAbove == 0);
        return IsWriterPending(lease, roomAbove) || !_writerWaiter.TryUnpark();
    }

    public bool IsWriterPending(RingWriter<T, TAccess> lease) => IsWriterPending(lease, _wakeWriterAbove);

    public bool AnswerWriter(RingWriter<T, TAccess> lease) => WriterOutcome(lease, _wakeWriterAbove) is not { } outcome || outcome.Result;

    public void WakeWriter()
    {
        Interlocked.MemoryBarrier();
        _writerWaiter.FireIfAnswered();
    }

    // The path of single items: what Put does, without the spans.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryPut(T item, long tail)
    {
        if (tail >= _writer.Limit && !TryFindRoom(tail)) return false;
        _access.Point();
        _writeSegment[tail] = item;
        return true;
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

    private bool TryPutWeighed(T item, long position) =>
        !IsFullAt(position) && TryWeigh(item, isFirst: position == _writer.Tail, out var weight) && TryPutWeighed(item, weight, position);

    private bool TryPutWeighed(T item, int weight, long position)
    {
        if (IsFullAt(position) || !HasRoomFor(weight)) return false;
        var segment = SegmentFor(position, 1);
        _access.Point();
        segment[position] = item;
        segment.WeightAt(position) = weight;
        _access.Write(ref _writer.WeightIn, _writer.WeightIn + weight);
        _writer.RoomWanted = 1;
        return true;
    }

    /// <summary>
    /// What an item weighs. One that cannot be weighed ends the batch before it, so that what went in is published; the next call
    /// begins with it, and throws.
    /// </summary>
    public bool TryWeigh(T item, bool isFirst, out int weight)
    {
        try
        {
            weight = _weigh is null ? 1 : _weigh(item);
            if (weight >= 0) return true;
            throw new InvalidOperationException($"An item put into the hop '{Name}' weighs {weight}; no item weighs less than 0.");
        }
        catch (Exception) when (!isFirst)
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
        // A wait that began before there is something to take still lacks it when it is fired.
        if (_readerWaiter.ArmedWait is var wait and not 0)
        {
            // Firing begins with a full fence.
            _access.Write(ref _writer.Tail, tail);
            if (!_readerWaiter.TryFire(wait)) _readerWaiter.FireIfAnswered();
        }
        else
        {
            _access.Exchange(ref _writer.Tail, tail);
            _access.Point();
            if (_readerWaiter.IsArmed) _readerWaiter.FireIfAnswered();
        }

        if (IsAbandoned) ReleaseOvertaken();
    }

    public ValueTask<bool>? WriterOutcome(LeasableWriter<T> lease, long roomAbove)
    {
        if (IsWriterPending(lease, roomAbove)) return null;
        if (!IsCompleted && !IsAbandoned && !lease.IsClosed) return new ValueTask<bool>(true);
        return _error is null ? new ValueTask<bool>(false) : ValueTask.FromException<bool>(_error);
    }

    public bool IsWriterPending(LeasableWriter<T> lease, long roomAbove) =>
        !IsCompleted && !IsAbandoned && !lease.IsClosed && Room <= roomAbove;
}
