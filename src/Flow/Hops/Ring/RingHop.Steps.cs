namespace Flow;

/// <content>
/// The steps of a write and of a read one by one, for ends that several callers use: what changes the ring is done in turn, under a lock
/// of that side, and who waits on the other side is told outside of it.
/// </content>
internal partial class RingHop<T, TAccess>
{
    /// <summary>Puts as many items in as there is room for, none of which is weighed; who reads is told by <see cref="TellReader"/>.</summary>
    public int Put(ReadOnlySpan<T> items)
    {
        if (items.IsEmpty || IsCompleted || IsAbandoned) return 0;
        var tail = _writer.Tail;
        var put = Put(items, tail);
        if (put > 0) _access.Write(ref _writer.Tail, tail + put);
        return put;
    }

    /// <summary>Puts an item in, if there is room for it; who reads is told by <see cref="TellReader"/>.</summary>
    public bool TryPut(T item, int weight)
    {
        if (IsCompleted || IsAbandoned) return false;
        var tail = _writer.Tail;
        if (_weigh is null ? !TryPut(item, tail) : !TryPutWeighed(item, weight, tail)) return false;
        _access.Write(ref _writer.Tail, tail + 1);
        return true;
    }

    public void TellReader()
    {
        Interlocked.MemoryBarrier();
        _access.Point();
        if (_readerWaiter.IsArmed) _readerWaiter.FireIfAnswered();
        if (IsAbandoned) ReleaseOvertaken();
    }

    /// <summary>Takes as many items as there are; who writes is told by <see cref="TellWriter"/>.</summary>
    public int Take(Span<T> destination)
    {
        if (IsAbandoned) return 0;
        var head = _reader.Head;
        var taken = TakeFrom(head, destination);
        if (taken > 0) _access.Write(ref _reader.Head, head + taken);
        return taken;
    }

    public void TellWriter()
    {
        Interlocked.MemoryBarrier();
        WakeWriterForRoom();
    }

    /// <summary>Looks at the first item, which nobody has found by that.</summary>
    public bool TryPeekFirst(out T item)
    {
        var isThere = !IsAbandoned && TryFindFirst();
        item = isThere ? _readSegment[_reader.Head] : default!;
        return isThere;
    }

    /// <summary>Takes the first item in the reader's place; who writes is not told.</summary>
    public bool TryTakeFirst(out T item)
    {
        item = default!;
        if (!TryFindFirst()) return false;
        var head = _reader.Head;
        Take(head, new Span<T>(ref item));
        _reader.Limit = head + 1;
        _access.Write(ref _reader.Head, head + 1);
        return true;
    }

    /// <summary>Counts an item that falls, before <see cref="ReleaseFallen"/>.</summary>
    public void CountFallen() => _releases.Count(ReleaseReason.Dropped);

    public void ReleaseFallen(T item) => _releases.ReleaseCounted(item, ReleaseReason.Dropped);

    /// <inheritdoc cref="Releases{T}.ThrowOwed"/>
    public void ThrowOwed() => _releases.ThrowOwed();

    /// <summary>
    /// Takes the item back that was put in last and not read: both sides stand still. False when there is none, or the reader has gone.
    /// </summary>
    public bool TryTakeBack(out T item)
    {
        item = default!;
        var position = _writer.Tail - 1;
        if (IsAbandoned || position < _reader.Head) return false;

        // It may lie in a segment that the writer has left. What follows that one is empty, and is made anew when it is wanted.
        var segment = _readSegment;
        while (segment.Next is { } next && next.First <= position) segment = next;
        segment.Next = null;
        _writeSegment = segment;

        item = segment.Take(position);
        if (_weigh is not null) _access.Write(ref _writer.WeightIn, _writer.WeightIn - segment.WeightAt(position));
        _reader.Limit = Math.Min(_reader.Limit, position);
        _reader.TailSeen = Math.Min(_reader.TailSeen, position);
        _access.Write(ref _writer.Tail, position);
        return true;
    }

    // Who reads next looks for itself, and counts what it finds.
    private bool TryFindFirst()
    {
        var (head, tail) = (_reader.Head, _access.Read(ref _writer.Tail));
        if (head == tail) return false;
        MoveLimit(head, tail);
        _reader.Limit = head;
        return true;
    }
}
