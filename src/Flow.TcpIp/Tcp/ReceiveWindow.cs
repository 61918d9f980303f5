namespace Flow.TcpIp;

/// <summary>The window offered to the peer. It follows from the room downstream, and its right edge never moves left.</summary>
internal sealed class ReceiveWindow
{
    /// <summary>RFC 7323 section 2.3.</summary>
    public const int MaximumScale = 14;

    private const int MaximumField = ushort.MaxValue;

    private int _capacity;
    private int _room;
    private bool _isRoomTold;
    private ushort? _offeredInSyn;

    public ReceiveWindow(int capacity)
    {
        _capacity = _room = capacity;
        while (MaximumField << Scale < capacity && Scale < MaximumScale) Scale++;
        _capacity = Math.Min(capacity, MaximumField << Scale);
    }

    /// <summary>By how many bits our window fields are shifted.</summary>
    public int Scale { get; private set; }

    /// <summary>The largest RCV.NXT + RCV.WND that any segment has announced: what lies before it is accepted (RFC 7323 section 2.4).</summary>
    public SequenceNumber RightEdge { get; private set; }

    /// <summary>The peer does not scale, so neither do we (RFC 7323 section 2.2).</summary>
    public void DoNotScale()
    {
        Scale = 0;
        _capacity = Math.Min(_capacity, MaximumField);
    }

    /// <summary>The window field of a SYN, never scaled (RFC 7323 section 2.2); the same each time it is sent. It counts from after the peer's SYN.</summary>
    public ushort OfferInSyn() => _offeredInSyn ??= (ushort)Math.Min(Math.Min(_room, _capacity), MaximumField);

    /// <summary>The edge that <see cref="OfferInSyn"/> has announced.</summary>
    public void Begin(SequenceNumber receiveNext) => RightEdge = receiveNext + OfferInSyn();

    /// <summary>A FIN needs no room: it is accepted at the edge too, which it moves.</summary>
    public void AcceptFin(SequenceNumber receiveNext) => RightEdge = SequenceNumber.Max(RightEdge, receiveNext);

    /// <summary>The room downstream, as its owner sees it.</summary>
    public void SetRoom(int bytes) => (_room, _isRoomTold) = (bytes, true);

    /// <summary>In-order bytes have been read: they have gone into the room downstream, if we are told of that at all.</summary>
    public void Read(int bytes)
    {
        if (_isRoomTold) _room = Math.Max(0, _room - bytes);
    }

    /// <summary>The window field to send now.</summary>
    /// <param name="receiveNext">RCV.NXT.</param>
    /// <param name="readable">In-order bytes not read yet.</param>
    /// <param name="segmentSize">The segment size we are ready to receive.</param>
    public ushort Offer(SequenceNumber receiveNext, int readable, int segmentSize)
    {
        var limit = Limit(receiveNext, readable);
        var open = RightEdge - receiveNext;
        var offered = CanAdvance(limit, segmentSize)
            ? (limit - receiveNext) >> Scale
            // Rounded up where there is room for that, lest the edge appears to move left; else down, which RFC 7323 section 2.4
            // foresees: the peer sees the edge up to a unit of the scale further left, and we still accept up to it.
            : RoundedUp(open) <= limit - receiveNext ? RoundedUp(open) >> Scale : open >> Scale;
        offered = Math.Min(offered, MaximumField);
        RightEdge = SequenceNumber.Max(RightEdge, receiveNext + (offered << Scale));
        return (ushort)offered;
    }

    /// <summary>Whether the peer must be told of the room at once: the edge can advance, and the peer may be waiting for that.</summary>
    public bool IsUpdateOwed(SequenceNumber receiveNext, int readable, int segmentSize) =>
        // With half of the window left the peer is free to send (RFC 9293 section 3.8.6.2.1); the next acknowledgment is soon enough.
        RightEdge - receiveNext <= _capacity / 2 && CanAdvance(Limit(receiveNext, readable), segmentSize);

    // RFC 9293 section 3.8.6.2.2: the edge stays until it can advance by a segment or by half the buffer.
    private bool CanAdvance(SequenceNumber limit, int segmentSize)
    {
        var step = Math.Max(1, Math.Min(_capacity / 2, segmentSize));
        return limit - RightEdge >= Math.Max(step, 1 << Scale);
    }

    private SequenceNumber Limit(SequenceNumber receiveNext, int readable) =>
        receiveNext + Math.Clamp(_room - readable, 0, _capacity);

    private int RoundedUp(int window) => (window + (1 << Scale) - 1) >> Scale << Scale;
}
