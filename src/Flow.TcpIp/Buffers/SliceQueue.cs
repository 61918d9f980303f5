namespace Flow.TcpIp;

/// <summary>A stream's bytes as slices, first in first out; owns a reference for each slice it holds.</summary>
internal sealed class SliceQueue
{
    private BufferSlice[] _slices = [];
    private int _head;
    private int _count;

    // Where CopyTo last ended: a slice, and where in the queue it begins. A sender copies forward, so it hardly ever searches.
    private int _cursor;
    private int _cursorStart;

    /// <summary>Bytes held.</summary>
    public int Length { get; private set; }

    /// <summary>Takes over <paramref name="slice"/>.</summary>
    public void Append(BufferSlice slice)
    {
        if (slice.Length == 0)
        {
            slice.Dispose();
            return;
        }
        Length += slice.Length;
        if (_count > 0)
        {
            ref var last = ref At(_count - 1);
            if (last.Buffer == slice.Buffer && last.Offset + last.Length == slice.Offset)
            {
                last = last with { Length = last.Length + slice.Length };
                slice.Dispose();
                return;
            }
        }
        if (_count == _slices.Length) Grow();
        At(_count++) = slice;
    }

    /// <summary>Takes at most <paramref name="maximumBytes"/> of the first slice; the caller owns them.</summary>
    public bool TryTake(int maximumBytes, out BufferSlice slice)
    {
        if (_count == 0 || maximumBytes <= 0)
        {
            slice = default;
            return false;
        }
        slice = At(0);
        if (slice.Length > maximumBytes) slice = slice.Share(0, maximumBytes);
        else slice.Buffer.Retain();
        Discard(slice.Length);
        return true;
    }

    /// <summary>Gives up the first <paramref name="bytes"/>.</summary>
    public void Discard(int bytes)
    {
        Length -= bytes;
        _cursorStart -= bytes;
        while (bytes > 0)
        {
            ref var first = ref At(0);
            if (first.Length > bytes)
            {
                first = new BufferSlice(first.Buffer, first.Offset + bytes, first.Length - bytes);
                break;
            }
            bytes -= first.Length;
            first.Dispose();
            first = default;
            _head = _head + 1 == _slices.Length ? 0 : _head + 1;
            _count--;
            _cursor--;
        }
        if (_cursor <= 0) (_cursor, _cursorStart) = (0, 0);
    }

    /// <summary>
    /// How many of the <paramref name="bytes"/> from <paramref name="offset"/> on are best sent together: no more than lie in one slice, where most
    /// of the rest could then be sent without a copy.
    /// </summary>
    public int LengthToSend(int offset, int bytes)
    {
        Seek(offset);
        var rest = At(_cursor).Length - (offset - _cursorStart);
        if (rest >= bytes || _cursor + 1 == _count) return bytes;
        ref var next = ref At(_cursor + 1);
        return next.Buffer.Headroom == next.Offset && 2 * next.Length >= bytes ? rest : bytes;
    }

    /// <summary>
    /// The bytes from <paramref name="offset"/> on with a reference of their own, if they lie in one slice behind headroom for their headers,
    /// which the caller gets too.
    /// </summary>
    public bool TryShareWithHeadroom(int offset, int length, out BufferSlice slice)
    {
        Seek(offset);
        slice = At(_cursor);
        if (offset != _cursorStart || slice.Length < length || !slice.Buffer.TryTakeHeadroom(slice.Offset)) return false;
        slice = slice.Share(0, length);
        return true;
    }

    /// <summary>Copies the bytes from <paramref name="offset"/> on that fill <paramref name="destination"/>, which must be here.</summary>
    public void CopyTo(int offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            Seek(offset);
            ref var slice = ref At(_cursor);
            var start = offset - _cursorStart;
            var length = Math.Min(slice.Length - start, destination.Length);
            slice.Span.Slice(start, length).CopyTo(destination);
            destination = destination[length..];
            offset += length;
        }
    }

    /// <summary>Gives everything up.</summary>
    public void Release()
    {
        Discard(Length);
        (_cursor, _cursorStart) = (0, 0);
    }

    // Puts the cursor on the slice that holds a byte, which must be here.
    private void Seek(int offset)
    {
        if (offset < _cursorStart) (_cursor, _cursorStart) = (0, 0);
        while (offset - _cursorStart >= At(_cursor).Length) _cursorStart += At(_cursor++).Length;
    }

    private ref BufferSlice At(int index)
    {
        index += _head;
        return ref _slices[index >= _slices.Length ? index - _slices.Length : index];
    }

    private void Grow()
    {
        var larger = new BufferSlice[Math.Max(8, 2 * _slices.Length)];
        for (var index = 0; index < _count; index++) larger[index] = At(index);
        _slices = larger;
        _head = 0;
    }
}
