using System.Runtime.CompilerServices;

namespace Flow;

/// <content>The reader's side.</content>
internal partial class RingHop<T, TAccess>
{
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
        var taken = TakeFrom(head, destination);
        if (taken > 0) PublishHead(head + taken);
        return taken;
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
        return _readerWaiter.WaitAsync(lease, cancellationToken, staysRegistered: cancellationToken == lease.TenantToken);
    }

    public bool TryArmReader(LeasableReader<T> lease, IBell bell, int key)
    {
        Enter(isReading: true);
        if (!IsReaderPending(lease)) return false;
        _readerWaiter.Park(bell, key);
        return IsReaderPending(lease) || !_readerWaiter.TryUnpark();
    }

    public bool IsReaderPending(LeasableReader<T> lease) =>
        !lease.IsClosed && !IsAbandoned && _access.Read(ref _writer.Tail) == _access.Read(ref _reader.Head) && !IsCompleted;

    public bool AnswerReader(RingReader<T, TAccess> lease) => ReaderOutcome(lease) is not { } outcome || outcome.Result;

    public void WakeReader()
    {
        Interlocked.MemoryBarrier();
        _readerWaiter.FireIfAnswered();
    }

    // The items from a position on, as many as there are.
    private int TakeFrom(long head, Span<T> destination)
    {
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

        return (int)(position - head);
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
        WakeWriterForRoom();
    }

    // After a full fence behind the change of the head.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WakeWriterForRoom()
    {
        _access.Point();
        // Room that is seen while a wait goes on is still there when that wait is fired.
        if (_writerWaiter.ArmedWait is var wait and not 0 && Room > _access.Read(ref _wakeWriterAbove) && !_writerWaiter.TryFire(wait))
            _writerWaiter.FireIfAnswered();
        if (IsCompleted) CompleteIfDrained();
    }

    // Looks at the tail, and moves the limit; counts what is new.
    private bool TryFindMore(long head)
    {
        if (IsAbandoned) return false;
        var tail = _access.Read(ref _writer.Tail);
        if (tail == head) return false;
        if (tail != _reader.TailSeen)
        {
            _reader.TailSeen = tail;
            _reader.Batches++;
            var found = _weigh is null ? tail - head : _access.Read(ref _writer.WeightIn) - _reader.WeightOut;
            if (found > _reader.Peak) _access.Write(ref _reader.Peak, found);
        }

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

    public ValueTask<bool>? ReaderOutcome(LeasableReader<T> lease)
    {
        if (IsReaderPending(lease)) return null;
        if (lease.IsClosed || IsAbandoned) return new ValueTask<bool>(false);
        // After a look that found the hop completed the tail is final.
        if (_access.Read(ref _writer.Tail) != _access.Read(ref _reader.Head)) return new ValueTask<bool>(true);
        return _error is null ? new ValueTask<bool>(false) : ValueTask.FromException<bool>(_error);
    }
}
