namespace Flow.TcpIp;

/// <content>What arriving segments do (RFC 9293 section 3.10.7).</content>
public sealed partial class TcpConnection
{
    // RFC 5961 section 7 asks for a limit. As on Linux it is one of each connection's own: a limit that connections share tells of one to another.
    private static readonly TimeSpan ChallengeInterval = TimeSpan.FromMilliseconds(500);

    // RCV.NXT, and the value of it that was last acknowledged.
    private SequenceNumber _receiveNext;
    private SequenceNumber _lastAcknowledged;
    private SequenceNumber _initialReceiveSequence;

    // The peer's segment size as observed, for counting full-sized segments (RFC 9293 section 3.8.6.3).
    private int _receiveSegmentSize;
    private int _bytesNotAcknowledged;
    private bool _isWindowScaled;
    private SequenceNumber? _peerFin;
    private bool _isPeerFinReceived;
    private TimeSpan _challengeAllowedAt;

    /// <summary>Begins an active open.</summary>
    internal void Connect(TimeSpan now)
    {
        State = TcpState.SynSent;
        if (!_layer.Output.IsRoutable(Key.RemoteAddress))
        {
            End(TcpFault.Unreachable);
            return;
        }
        _isSynOwed = true;
        Settle(now);
    }

    /// <summary>Begins a passive open, by the SYN that asks for it.</summary>
    internal void Accept(in TcpSegment syn, TimeSpan now)
    {
        AcceptSyn(syn);
        State = TcpState.SynReceived;
        _isSynOwed = true;
        Settle(now);
    }

    /// <summary>The network says that the peer cannot be reached. That ends only an attempt to connect, and only if it quotes our SYN (RFC 5927 sections 4.1 and 5.2).</summary>
    internal void Unreachable(SequenceNumber sequence)
    {
        if (State == TcpState.SynSent && sequence == _initialSendSequence) End(TcpFault.Unreachable);
    }

    internal void Receive(in TcpSegment segment, TimeSpan now)
    {
        _layer.Counters.SegmentsReceived++;
        if (State == TcpState.SynSent) ReceiveInSynSent(segment, now);
        else if (IsToBeProcessed(segment, now)) ReceiveSynchronized(segment, now);
        if (!IsGone) Settle(now);
    }

    /// <summary>RFC 9293 section 3.10.7.3.</summary>
    private void ReceiveInSynSent(in TcpSegment segment, TimeSpan now)
    {
        if (segment.IsAck && segment.AcknowledgmentNumber != _sendMaximum)
        {
            Drop();
            if (!segment.IsRst) _layer.Reset(Key, segment, now);
            return;
        }
        if (segment.IsRst)
        {
            if (!segment.IsAck)
            {
                Drop();
                return;
            }
            _layer.Counters.ResetsReceived++;
            End(TcpFault.Refused);
            return;
        }
        if (!segment.IsSyn) return;
        AcceptSyn(segment);
        if (segment.IsAck)
        {
            Establish(segment, now);
            _isAcknowledgmentOwed = true;
            return;
        }
        // Simultaneous open (section 3.5): the same SYN again, now with an acknowledgment.
        State = TcpState.SynReceived;
        _isSynOwed = true;
    }

    /// <summary>The first four checks of RFC 9293 section 3.10.7.4, with RFC 5961's against blind attacks.</summary>
    private bool IsToBeProcessed(in TcpSegment segment, TimeSpan now)
    {
        // As Linux: anything that touches the window, from what was last acknowledged to the right edge, so that the acknowledgments of a
        // peer whose window we have filled, or which were overtaken, still count.
        var touches = segment.End >= SequenceNumber.Min(_lastAcknowledged, _receiveNext) && segment.SequenceNumber <= _receiveWindow.RightEdge;
        if (segment.IsRst)
        {
            // RFC 5961 section 3.2.
            if (segment.SequenceNumber == _receiveNext) PeerReset();
            else if (touches && segment.SequenceNumber > _receiveNext) Challenge(now);
            else Drop();
            return false;
        }
        if (State == TcpState.SynReceived && segment.IsSyn && segment.SequenceNumber == _initialReceiveSequence)
        {
            // The peer's SYN again: it has not seen our answer. In a simultaneous open it comes with an acknowledgment of ours.
            if (!segment.IsAck) _isSynOwed = true;
            return segment.IsAck;
        }
        if (!touches)
        {
            Drop();
            _isAcknowledgmentOwed = true;
            return false;
        }
        if (segment.IsSyn)
        {
            // RFC 5961 section 4.2.
            Challenge(now);
            return false;
        }
        return segment.IsAck;
    }

    private void ReceiveSynchronized(in TcpSegment segment, TimeSpan now)
    {
        if (State == TcpState.SynReceived)
        {
            if (segment.AcknowledgmentNumber != _initialSendSequence + 1)
            {
                Drop();
                _layer.Reset(Key, segment, now);
                return;
            }
            Establish(segment, now);
        }
        if (!TryAcceptAcknowledgment(segment, now)) return;
        if (!IsGone) AcceptText(segment, now);
    }

    private void AcceptSyn(in TcpSegment syn)
    {
        _initialReceiveSequence = syn.SequenceNumber;
        _receiveNext = _lastAcknowledged = syn.SequenceNumber + 1;
        _receiveWindow.Begin(_receiveNext);
        var options = SynOptions.Read(syn.Options);
        _isWindowScaled = options.WindowScale is not null;
        _sendWindowScale = options.WindowScale.GetValueOrDefault();
        if (!_isWindowScaled) _receiveWindow.DoNotScale();
        _segmentSize = Math.Min(Math.Max(options.MaximumSegmentSize ?? DefaultSegmentSize, LeastSegmentSize), _layer.LargestSegment);
        _congestion = _options.CongestionControl(_segmentSize);
        _recovery = new LossRecovery(_congestion, _initialSendSequence);
    }

    private void Establish(in TcpSegment segment, TimeSpan now)
    {
        State = TcpState.Established;
        _sendUnacknowledged = _sendNext = segment.AcknowledgmentNumber;
        _isSynOwed = false;
        _timeout.Acknowledged(segment.AcknowledgmentNumber, now);
        _timeout.HandshakeDone();
        StopRetransmissionTimer();
        TakeWindow(segment, segment.IsSyn ? segment.Window : segment.Window << _sendWindowScale);
        _layer.Counters.ConnectionsEstablished++;
        _layer.Raise(this, SocketEvents.Connected | SocketEvents.Writable);
    }

    /// <summary>The acknowledgment field; false if the segment is to be dropped for it (RFC 5961 section 5.2).</summary>
    private bool TryAcceptAcknowledgment(in TcpSegment segment, TimeSpan now)
    {
        var acknowledgment = segment.AcknowledgmentNumber;
        if (acknowledgment > _sendMaximum || acknowledgment < _sendUnacknowledged - Math.Max(_largestSendWindow, 1))
        {
            Drop();
            Challenge(now);
            return false;
        }
        var window = segment.IsSyn ? segment.Window : segment.Window << _sendWindowScale;
        if (acknowledgment > _sendUnacknowledged)
        {
            Advance(acknowledgment, now);
        }
        else if (acknowledgment == _sendUnacknowledged && segment.SequenceLength == 0 && window == _sendWindow && _sendMaximum != _sendUnacknowledged)
        {
            // RFC 5681 section 2: what makes an acknowledgment a duplicate.
            _layer.Counters.DuplicateAcknowledgments++;
            if (_recovery.Duplicated(_sendUnacknowledged, _sendMaximum))
            {
                _layer.Counters.FastRetransmits++;
                _isRetransmissionOwed = true;
            }
        }
        PeerIsAlive(window);

        // RFC 9293 section 3.10.7.4: not from a segment older than the one the window was last taken from.
        if (acknowledgment >= _sendUnacknowledged
            && (_sendWindowSequence < segment.SequenceNumber
                || (_sendWindowSequence == segment.SequenceNumber && _sendWindowAcknowledgment <= acknowledgment)))
            TakeWindow(segment, window);
        return true;
    }

    private void TakeWindow(in TcpSegment segment, int window)
    {
        _sendWindow = window;
        if (window > 0) _isProbeOwed = false;
        _sendWindowSequence = segment.SequenceNumber;
        _sendWindowAcknowledgment = segment.AcknowledgmentNumber;
        _largestSendWindow = Math.Max(_largestSendWindow, window);
    }

    /// <summary>SND.UNA moves to <paramref name="acknowledgment"/>.</summary>
    private void Advance(SequenceNumber acknowledgment, TimeSpan now)
    {
        var numbers = acknowledgment - _sendUnacknowledged;
        var bytes = Math.Min(numbers, _sendQueue.Length);
        _sendQueue.Discard(bytes);
        if (_sendQueue.Length == 0) _sendCompactor.Release();
        _sendUnacknowledged = acknowledgment;
        _sendNext = SequenceNumber.Max(_sendNext, acknowledgment);
        _timeout.Acknowledged(acknowledgment, now);
        StopRetransmissionTimer();
        var isPartial = _recovery.Advanced(acknowledgment, _sendMaximum, bytes, _peakFlightSize);
        _isRetransmissionOwed = (_isRetransmissionOwed || isPartial) && acknowledgment != _sendMaximum;

        if (_isWriterShortOfRoom && SendRoomBytes >= WritableThreshold)
        {
            _isWriterShortOfRoom = false;
            _layer.Raise(this, SocketEvents.Writable);
        }
        if (numbers > bytes) FinAcknowledged(now);
    }

    private void FinAcknowledged(TimeSpan now)
    {
        _isFinAcknowledged = true;
        if (State == TcpState.FinWait1) State = TcpState.FinWait2;
        else if (State == TcpState.Closing) EnterTimeWait(now);
        else if (State == TcpState.LastAck) End(fault: null);
    }

    /// <summary>The payload and the FIN.</summary>
    private void AcceptText(in TcpSegment segment, TimeSpan now)
    {
        var start = segment.SequenceNumber + (segment.IsSyn ? 1 : 0);
        var payload = segment.Payload;
        var isFin = segment.IsFin;
        if (payload.Length == 0 && !isFin) return;

        // What has arrived before is acknowledged again at once: the peer may have missed it (RFC 5681 section 4.2).
        var old = _receiveNext - start;
        if (old > 0) _isAcknowledgmentOwed = true;
        if (old >= payload.Length + (isFin ? 1 : 0)) return;
        if (_isPeerFinReceived)
        {
            Drop();
            return;
        }
        if (old > 0)
        {
            payload = new BufferSlice(payload.Buffer, payload.Offset + old, payload.Length - old);
            start = _receiveNext;
        }
        var room = Math.Max(0, _receiveWindow.RightEdge - start);
        if (payload.Length > room)
        {
            payload = payload with { Length = room };
            isFin = false;
            _isAcknowledgmentOwed = true;
        }
        if (isFin) _peerFin = start + payload.Length;
        if (payload.Length > 0) Accept(start, payload, segment.SegmentSize, now);
        if (IsGone) return;
        if (_peerFin == _receiveNext) AcceptFin(now);
        else if (isFin) _isAcknowledgmentOwed = true;
    }

    private void Accept(SequenceNumber start, BufferSlice payload, int segmentSize, TimeSpan now)
    {
        if (_isReceiveAbandoned)
        {
            Abort(now);
            return;
        }
        _receiveSegmentSize = Math.Max(_receiveSegmentSize, Math.Min(segmentSize, _layer.LargestSegment));
        if (start != _receiveNext)
        {
            _layer.Counters.OutOfOrderSegments++;
            // At once: the duplicate acknowledgment tells the peer of the gap (RFC 5681 section 4.2).
            _isAcknowledgmentOwed = true;
            if (!_receiveBuffer.TryKeepAhead(start, payload)) _layer.Counters.Drop(DropReason.TooManyPieces);
            return;
        }
        // At once too when a gap is filled, if only in part.
        if (_receiveBuffer.HasGap) _isAcknowledgmentOwed = true;
        var next = _receiveBuffer.Append(_receiveNext, payload);
        _layer.Counters.BytesReceived += next - _receiveNext;
        _bytesNotAcknowledged += next - _receiveNext;
        _receiveNext = next;
        if (_bytesNotAcknowledged >= 2 * _receiveSegmentSize) _isAcknowledgmentOwed = true;
        else DelayAcknowledgment(now);
        _layer.Raise(this, SocketEvents.Readable);
    }

    private void AcceptFin(TimeSpan now)
    {
        _receiveNext += 1;
        _receiveWindow.AcceptFin(_receiveNext);
        _isPeerFinReceived = true;
        _isAcknowledgmentOwed = true;
        _layer.Raise(this, SocketEvents.EndOfStream);
        if (State == TcpState.Established) State = TcpState.CloseWait;
        else if (State == TcpState.FinWait1) State = TcpState.Closing;
        else if (State == TcpState.FinWait2) EnterTimeWait(now);
    }

    private void PeerReset()
    {
        _layer.Counters.ResetsReceived++;
        End(State == TcpState.SynReceived && Listener is null ? TcpFault.Refused : TcpFault.Reset);
    }

    private void Challenge(TimeSpan now)
    {
        if (now < _challengeAllowedAt) return;
        _challengeAllowedAt = now + ChallengeInterval;
        _layer.Counters.ChallengeAcknowledgments++;
        _isAcknowledgmentOwed = true;
    }

    private void Drop() => _layer.Counters.Drop(DropReason.Unacceptable);
}
