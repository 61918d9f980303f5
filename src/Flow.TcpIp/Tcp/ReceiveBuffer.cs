namespace Flow.TcpIp;

/// <summary>Bytes received: those in order, ready to be read, and those ahead of a gap, each kept once.</summary>
internal sealed class ReceiveBuffer(BufferPool pool)
{
    /// <summary>Pieces ahead of a gap that are kept; one more is dropped, to be sent again.</summary>
    public const int PiecesLimit = 8192;

    private readonly SliceQueue _readable = new();
    private readonly SliceCompactor _compactor = new(pool);

    // Sorted, disjoint.
    private readonly List<Piece> _pieces = [];

    private readonly record struct Piece(SequenceNumber Start, BufferSlice Data)
    {
        public SequenceNumber End => Start + Data.Length;
    }

    /// <summary>In-order bytes.</summary>
    public int ReadableBytes => _readable.Length;

    /// <summary>Whether bytes wait for a gap to be filled.</summary>
    public bool HasGap => _pieces.Count > 0;

    /// <summary>Keeps <paramref name="data"/>, which begins at <paramref name="receiveNext"/>; returns RCV.NXT after it and all that now follows in order.</summary>
    public SequenceNumber Append(SequenceNumber receiveNext, BufferSlice data)
    {
        _readable.Append(_compactor.Keep(data));
        receiveNext += data.Length;
        var filled = 0;
        foreach (var piece in _pieces)
        {
            if (piece.Start > receiveNext) break;
            filled++;
            var fresh = piece.End - receiveNext;
            if (fresh > 0)
            {
                _readable.Append(piece.Data.Share(piece.Data.Length - fresh, fresh));
                receiveNext = piece.End;
            }
            piece.Data.Dispose();
        }
        _pieces.RemoveRange(0, filled);
        return receiveNext;
    }

    /// <summary>Keeps those of <paramref name="data"/> that are not here yet; false if that took more pieces than are allowed.</summary>
    public bool TryKeepAhead(SequenceNumber start, BufferSlice data)
    {
        var index = _pieces.Count;
        while (index > 0 && _pieces[index - 1].End > start) index--;
        var end = start + data.Length;
        while (start < end)
        {
            if (index < _pieces.Count && _pieces[index].Start <= start)
            {
                start = SequenceNumber.Max(start, _pieces[index++].End);
                continue;
            }
            if (_pieces.Count == PiecesLimit) return false;
            var gapEnd = index < _pieces.Count ? SequenceNumber.Min(end, _pieces[index].Start) : end;
            var part = new BufferSlice(data.Buffer, data.Offset + data.Length - (end - start), gapEnd - start);
            index = Insert(index, new Piece(start, _compactor.Keep(part))) + 1;
            start = gapEnd;
        }
        return true;
    }

    public bool TryRead(int maximumBytes, out BufferSlice slice)
    {
        var read = _readable.TryTake(maximumBytes, out slice);
        if (_readable.Length == 0 && _pieces.Count == 0) _compactor.Release();
        return read;
    }

    /// <summary>Gives up what can never be read in order.</summary>
    public void DiscardAhead()
    {
        foreach (var piece in _pieces) piece.Data.Dispose();
        _pieces.Clear();
        if (_readable.Length == 0) _compactor.Release();
    }

    public void Release()
    {
        _readable.Release();
        DiscardAhead();
    }

    /// <summary>Puts a piece at <paramref name="index"/>, or into the one before if they are neighbours in memory too; returns where it is.</summary>
    private int Insert(int index, Piece piece)
    {
        if (index > 0 && _pieces[index - 1] is var before && before.End == piece.Start
            && before.Data.Buffer == piece.Data.Buffer && before.Data.Offset + before.Data.Length == piece.Data.Offset)
        {
            _pieces[index - 1] = before with { Data = before.Data with { Length = before.Data.Length + piece.Data.Length } };
            piece.Data.Dispose();
            return index - 1;
        }
        _pieces.Insert(index, piece);
        return index;
    }
}
