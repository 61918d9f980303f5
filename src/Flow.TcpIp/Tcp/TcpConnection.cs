namespace Flow.TcpIp;

/// <summary>
/// One TCP connection (RFC 9293). Its owner reads what arrives in order, says how much room there is for more, and queues what is to be sent;
/// everything it owes its peer is state here until <see cref="NetworkStack.TryTransmitFrame"/> asks for a frame.
/// </summary>
/// <remarks>Not thread-safe, like its stack: one thread at a time.</remarks>
public sealed partial class TcpConnection : ITimerOwner
{
    private readonly TcpLayer _layer;
    private readonly TcpOptions _options;
    private readonly SliceQueue _sendQueue = new();
    private readonly SliceCompactor _sendCompactor;
    private readonly ReceiveBuffer _receiveBuffer;
    private readonly ReceiveWindow _receiveWindow;
    private bool _isSendCompleted;
    private bool _isReceiveAbandoned;
    private bool _isWriterShortOfRoom;

    internal TcpConnection(TcpLayer layer, ConnectionKey key, SequenceNumber initialSendSequence, TcpOptions options, TcpListener? listener)
    {
        _layer = layer;
        _options = options;
        Key = key;
        Listener = listener;
        _sendCompactor = new SliceCompactor(layer.Pool);
        _receiveBuffer = new ReceiveBuffer(layer.Pool);
        _receiveWindow = new ReceiveWindow(options.ReceiveBufferBytes);
        _initialSendSequence = _sendUnacknowledged = _sendNext = _sendMaximum = initialSendSequence;
        _timeout = new RetransmissionTimeout(options.MinimumRto, options.MaximumRto);
        _segmentSize = Math.Min(DefaultSegmentSize, layer.LargestSegment);
        _receiveSegmentSize = _segmentSize;
        _congestion = options.CongestionControl(_segmentSize);
        _recovery = new LossRecovery(_congestion, initialSendSequence);
        _timer = new Timer(this);
    }

    /// <summary>Where the connection is in its life.</summary>
    public TcpState State { get; private set; }

    /// <summary>This end.</summary>
    public TransportEndpoint Local => new(Key.LocalAddress, Key.LocalPort);

    /// <summary>The other end.</summary>
    public TransportEndpoint Remote => new(Key.RemoteAddress, Key.RemotePort);

    /// <summary>The listener that accepted the connection; null if this side opened it.</summary>
    public TcpListener? Listener { get; }

    /// <summary>A small number, unique in the stack among the connections that live.</summary>
    public int Id { get; internal set; }

    /// <summary>Whatever the owner wants to find again.</summary>
    public object? Tag { get; set; }

    /// <summary>Why the connection ended; null while it lives, and after an orderly end.</summary>
    public TcpFault? Fault { get; private set; }

    /// <summary>Bytes that arrived in order and have not been read.</summary>
    public int ReadableBytes => _receiveBuffer.ReadableBytes;

    /// <summary>The peer has sent its FIN, and all before it has been read.</summary>
    public bool IsReceiveComplete => _isPeerFinReceived && ReadableBytes == 0;

    /// <summary>Bytes the send queue has room for now; 0 once sending is completed or the connection has ended.</summary>
    public int SendRoomBytes => _isSendCompleted || IsGone ? 0 : _options.SendQueueBytes - _sendQueue.Length;

    /// <summary>Payload bytes of the segments the peer sends when it has many to send: as much room is worth telling it of (RFC 9293 section 3.8.6.2.2).</summary>
    public int ReceiveSegmentSize => _receiveSegmentSize;

    /// <summary>Bytes sent and not yet acknowledged.</summary>
    public int UnacknowledgedBytes => Math.Min(_sendQueue.Length, _sendMaximum - _sendUnacknowledged);

    /// <summary>Bytes never sent so far.</summary>
    public int QueuedBytes => _sendQueue.Length - UnacknowledgedBytes;

    internal ConnectionKey Key { get; }

    /// <summary>The stack has forgotten the connection, but for a last frame or unread bytes.</summary>
    internal bool IsGone => State is TcpState.Closed or TcpState.TimeWait;

    /// <summary>Events not yet taken by the owner.</summary>
    internal SocketEvents PendingEvents { get; set; }

    /// <summary>Whether the connection is on the layer's list of those that have something to send.</summary>
    internal bool IsReady { get; set; }

    /// <summary>Whether it counts against its listener's backlog.</summary>
    internal bool IsInBacklog { get; set; }

    /// <summary>
    /// Takes in-order bytes, as they lie in the blocks they arrived in. Ownership of the slice passes to the caller. What is taken counts as having gone
    /// into the room told by <see cref="SetReceiveRoom"/>.
    /// </summary>
    /// <param name="slice">At least one byte, if there is any.</param>
    /// <param name="maximumBytes">Most bytes to take.</param>
    /// <returns>Whether there was anything to take.</returns>
    public bool TryRead(out BufferSlice slice, int maximumBytes = int.MaxValue)
    {
        if (!_receiveBuffer.TryRead(maximumBytes, out slice)) return false;
        _receiveWindow.Read(slice.Length);
        if (IsGone) _layer.ReleaseIfDone(this);
        else OweWindowUpdate();
        return true;
    }

    /// <summary>
    /// Tells how many bytes there is room for downstream now. The window offered to the peer is that, less <see cref="ReadableBytes"/>; what has been
    /// offered is never taken back (RFC 9293 section 3.8.6). Until the first call the room is the whole buffer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The room is negative.</exception>
    public void SetReceiveRoom(int bytes, TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        _receiveWindow.SetRoom(bytes);
        OweWindowUpdate();
    }

    /// <summary>Says that nobody will read any more. If bytes are unread, or when more arrive, the connection is reset, as on Linux (RFC 9293 section 3.10.4, RFC 1122 section 4.2.2.13).</summary>
    public void AbandonReceive(TimeSpan now)
    {
        _isReceiveAbandoned = true;
        if (IsGone) DiscardReceived();
        else if (ReadableBytes > 0) Abort(now);
        else Settle(now);
    }

    /// <summary>Queues bytes to be sent, whose ownership passes to the connection.</summary>
    /// <exception cref="InvalidOperationException">They are more than <see cref="SendRoomBytes"/>; the slice remains the caller's.</exception>
    public void Send(BufferSlice data, TimeSpan now)
    {
        if (data.Length > SendRoomBytes)
            throw new InvalidOperationException($"{data.Length} bytes were given to send where there is room for {SendRoomBytes}.");
        _sendQueue.Append(_sendCompactor.Keep(data));
        data.Dispose();
        if (SendRoomBytes < WritableThreshold) _isWriterShortOfRoom = true;
        Settle(now);
    }

    /// <summary>Sends a FIN after what is queued. The other direction stays open.</summary>
    public void CompleteSend(TimeSpan now)
    {
        if (_isSendCompleted || IsGone) return;
        _isSendCompleted = true;
        Settle(now);
    }

    /// <summary>Ends the connection at once: what is unsent or unread is given up, and the peer gets a RST (RFC 9293 section 3.10.5).</summary>
    public void Abort(TimeSpan now)
    {
        _isReceiveAbandoned = true;
        if (!IsGone)
        {
            _isResetOwed = State is not (TcpState.SynSent or TcpState.Closing or TcpState.LastAck);
            End(TcpFault.Aborted);
        }
        DiscardReceived();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Local} - {Remote} {State}";

    /// <summary>Releases everything held, for good.</summary>
    internal void Release()
    {
        if (!IsGone) State = TcpState.Closed;
        _sendQueue.Release();
        _sendCompactor.Release();
        _receiveBuffer.Release();
    }

    // Room that is worth telling a writer of.
    private int WritableThreshold => Math.Max(1, _options.SendQueueBytes / 4);

    private void DiscardReceived()
    {
        _receiveBuffer.Release();
        _layer.ReleaseIfDone(this);
    }

    private void OweWindowUpdate()
    {
        if (State is not (TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2)) return;
        if (!_receiveWindow.IsUpdateOwed(_receiveNext, ReadableBytes, _layer.LargestSegment)) return;
        _isAcknowledgmentOwed = true;
        _layer.MarkReady(this);
    }

    /// <summary>The connection is over; a last frame may still be owed.</summary>
    private void End(TcpFault? fault)
    {
        Fault = fault;
        State = TcpState.Closed;
        _isAcknowledgmentOwed = false;
        Leave();
    }

    private void EnterTimeWait(TimeSpan now)
    {
        State = TcpState.TimeWait;
        _layer.KeepTimeWait(Key, _sendMaximum, _receiveNext, now, _options.TimeWait);
        Leave();
    }

    private void Leave()
    {
        _layer.Timers.Remove(_timer);
        _isSynOwed = _isRetransmissionOwed = _isProbeOwed = false;
        _sendQueue.Release();
        _sendCompactor.Release();
        _receiveBuffer.DiscardAhead();
        _layer.Remove(this);
        if (HasSomethingToSend) _layer.MarkReady(this);
    }
}
