namespace Flow.TcpIp;

/// <content>What is owed to the peer, and the segments it becomes.</content>
public sealed partial class TcpConnection
{
    // RFC 9293 section 3.7.1: what a peer that sends no option is ready to receive; and no less than Linux sends to one that asks for less.
    private const int DefaultSegmentSize = 536;
    private const int LeastSegmentSize = 48;

    private readonly SequenceNumber _initialSendSequence;
    private readonly RetransmissionTimeout _timeout;
    private ICongestionControl _congestion;
    private LossRecovery _recovery;
    private int _segmentSize;

    // SND.UNA, SND.NXT, and the largest SND.NXT so far: SND.NXT goes back when everything in flight counts as lost.
    private SequenceNumber _sendUnacknowledged;
    private SequenceNumber _sendNext;
    private SequenceNumber _sendMaximum;

    // SND.WND, the largest it has been, and SND.WL1 and SND.WL2, the segment it was last taken from.
    private int _sendWindow;
    private int _largestSendWindow;
    private SequenceNumber _sendWindowSequence;
    private SequenceNumber _sendWindowAcknowledgment;
    private int _sendWindowScale;

    // The most that was in flight during the last round trip, which ends when this is acknowledged.
    private int _peakFlightSize;
    private SequenceNumber _peakFlightEnd;

    private bool _isResetOwed;
    private bool _isSynOwed;
    private bool _isRetransmissionOwed;
    private bool _isProbeOwed;
    private bool _isAcknowledgmentOwed;
    private bool _isOverrideElapsed;
    private bool _isFinAcknowledged;
    private TimeSpan _lastSentAt;

    /// <summary>Whether <see cref="TryTransmit"/> would send something now.</summary>
    internal bool HasSomethingToSend =>
        _isAcknowledgmentOwed || _isResetOwed || _isSynOwed || _isRetransmissionOwed || _isProbeOwed || TryPlan(out _, out _);

    // Sequence numbers in flight, by what is sent anew after a timeout.
    private int FlightSize => _sendNext - _sendUnacknowledged;

    // The sequence number after the last byte queued, which is where the FIN goes.
    private SequenceNumber QueueEnd => _sendUnacknowledged + _sendQueue.Length;

    private bool IsFinUnsent => _isSendCompleted && !_isFinAcknowledged && _sendNext <= QueueEnd;

    private bool CanSendData =>
        State is TcpState.Established or TcpState.CloseWait or TcpState.FinWait1 or TcpState.Closing or TcpState.LastAck;

    /// <summary>Makes the next segment owed. False: there is none, or it waits for address resolution.</summary>
    internal bool TryTransmit(TimeSpan now, out Frame frame)
    {
        frame = default;
        if (_isResetOwed)
        {
            _isResetOwed = false;
            _layer.Counters.ResetsSent++;
            return TrySend(_sendMaximum, TcpFlags.Rst | TcpFlags.Ack, 0, now, out frame);
        }
        if (_isSynOwed) return TrySendSyn(now, out frame);
        if (_isRetransmissionOwed) return TryRetransmit(now, out frame);
        if (TryPlan(out var bytes, out var isFin)) return TrySendNext(bytes, isFin, now, out frame);
        if (_isProbeOwed)
        {
            // As Linux: a segment of no bytes just before the window, which is not acceptable, so that it must be answered
            // (RFC 9293 section 3.10.7.4) and the window told.
            _isProbeOwed = false;
            _layer.Counters.WindowProbes++;
            return TrySend(_sendUnacknowledged - 1, TcpFlags.Ack, 0, now, out frame);
        }
        // Not from SND.NXT, which may have gone back: the peer would find it old, and not look at the acknowledgment.
        return _isAcknowledgmentOwed && TrySend(_sendMaximum, TcpFlags.Ack, 0, now, out frame);
    }

    /// <summary>How many bytes, and whether a FIN, may be sent from SND.NXT on; false if neither.</summary>
    private bool TryPlan(out int bytes, out bool isFin)
    {
        bytes = 0;
        isFin = false;
        if (!CanSendData) return false;
        var unsent = Math.Max(0, QueueEnd - _sendNext);
        var demand = unsent + (IsFinUnsent ? 1 : 0);
        var usable = _sendUnacknowledged + _sendWindow - _sendNext;
        if (demand == 0 || usable <= 0) return false;
        var isEverything = demand <= usable;

        var sendable = Math.Min(unsent, usable);
        bytes = Math.Min(sendable, _congestion.Window + _recovery.ExtraSegments * _segmentSize - FlightSize);
        // A congestion window is used in whole segments: what is in flight will be acknowledged and open it.
        if (bytes < sendable) bytes -= bytes % _segmentSize;
        if (bytes < 0 || (bytes == 0 && unsent > 0)) return false;

        if (bytes >= _segmentSize)
        {
            bytes = Math.Min(bytes, _layer.LargestPayload(_segmentSize));
            if (bytes < unsent) bytes -= bytes % _segmentSize;
            isFin = IsFinUnsent && bytes == unsent && isEverything;
            return true;
        }

        // Less than a segment: RFC 9293 section 3.8.6.2.1, avoidance of the silly window syndrome.
        isFin = IsFinUnsent && isEverything;
        if (isEverything && bytes == unsent && (_options.NoDelay || FlightSize == 0 || isFin)) return true;
        return _isOverrideElapsed || 2 * bytes >= _largestSendWindow;
    }

    private bool TrySendNext(int bytes, bool isFin, TimeSpan now, out Frame frame)
    {
        if (FlightSize == 0 && now - _lastSentAt > _timeout.Current) _congestion.Idled();
        if (bytes >= _segmentSize && _sendQueue.LengthToSend(_sendNext - _sendUnacknowledged, bytes) is var together && together < bytes)
        {
            bytes = together;
            isFin = false;
        }

        var isLast = bytes == QueueEnd - _sendNext;
        var flags = TcpFlags.Ack | (isLast && bytes > 0 ? TcpFlags.Psh : 0) | (isFin ? TcpFlags.Fin : 0);
        var sequence = _sendNext;
        _sendNext += bytes + (isFin ? 1 : 0);
        if (isFin) FinSent();
        Account(sequence, _sendNext, bytes, now);
        return TrySend(sequence, flags, bytes, now, out frame);
    }

    /// <summary>Sends the first unacknowledged segment again, whatever the window has become (RFC 7323 section 2.4).</summary>
    private bool TryRetransmit(TimeSpan now, out Frame frame)
    {
        _isRetransmissionOwed = false;
        var bytes = Math.Min(Math.Min(_segmentSize, _sendQueue.Length), _sendMaximum - _sendUnacknowledged);
        var end = _sendUnacknowledged + bytes;
        var isFin = end == QueueEnd && end < _sendMaximum;
        var flags = TcpFlags.Ack | (end == QueueEnd && bytes > 0 ? TcpFlags.Psh : 0) | (isFin ? TcpFlags.Fin : 0);
        if (isFin) end += 1;
        _sendNext = SequenceNumber.Max(_sendNext, end);
        Account(_sendUnacknowledged, end, bytes, now);
        return TrySend(_sendUnacknowledged, flags, bytes, now, out frame);
    }

    private bool TrySendSyn(TimeSpan now, out Frame frame)
    {
        _isSynOwed = false;
        _sendNext = _initialSendSequence + 1;
        Account(_initialSendSequence, _sendNext, 0, now);
        return TrySend(_initialSendSequence, State == TcpState.SynSent ? TcpFlags.Syn : TcpFlags.Syn | TcpFlags.Ack, 0, now, out frame);
    }

    /// <summary>Keeps the books on sequence numbers that go out, new or again.</summary>
    private void Account(SequenceNumber start, SequenceNumber end, int bytes, TimeSpan now)
    {
        if (start < _sendMaximum)
        {
            _layer.Counters.Retransmissions++;
            _timeout.Retransmitted();
        }
        else
        {
            _layer.Counters.BytesSent += bytes;
            _timeout.Sent(end, now);
        }
        _sendMaximum = SequenceNumber.Max(_sendMaximum, end);
        var flight = _sendMaximum - _sendUnacknowledged;
        if (flight >= _peakFlightSize || _sendUnacknowledged >= _peakFlightEnd) (_peakFlightSize, _peakFlightEnd) = (flight, _sendMaximum);
        _isOverrideElapsed = false;
        _lastSentAt = now;
    }

    private void FinSent()
    {
        if (State == TcpState.Established) State = TcpState.FinWait1;
        else if (State == TcpState.CloseWait) State = TcpState.LastAck;
    }

    private bool TrySend(SequenceNumber sequence, TcpFlags flags, int bytes, TimeSpan now, out Frame frame)
    {
        var isSyn = (flags & TcpFlags.Syn) != 0;
        var headerLength = TcpHeader.MinimumLength;
        BufferSlice segment = default;
        // Bytes that have their place for headers go out where they lie, and stay here too until they are acknowledged; nobody writes them.
        var isInPlace = bytes > 0 && _sendQueue.TryShareWithHeadroom(sequence - _sendUnacknowledged, bytes, out segment);
        if (isInPlace)
        {
            segment = new BufferSlice(segment.Buffer, segment.Offset - headerLength, headerLength + bytes);
        }
        else
        {
            segment = _layer.Output.Rent(TcpHeader.MinimumLength + SynOptions.MaximumLength + bytes);
            if (isSyn) headerLength += OfferedOptions().Write(segment.Span[TcpHeader.MinimumLength..]);
            segment = segment with { Length = headerLength + bytes };
            if (bytes > 0) _sendQueue.CopyTo(sequence - _sendUnacknowledged, segment.Span[headerLength..]);
        }

        var window = isSyn ? _receiveWindow.OfferInSyn() : _receiveWindow.Offer(_receiveNext, ReadableBytes, _layer.LargestSegment);
        var acknowledgment = (flags & TcpFlags.Ack) != 0 ? _receiveNext : default;
        new TcpHeader(segment.Span).Write(Key.LocalPort, Key.RemotePort, sequence, acknowledgment, headerLength, flags, window);
        if ((flags & TcpFlags.Ack) != 0) AcknowledgmentSent();
        SetTimer(now);

        var isSuper = bytes > _segmentSize;
        var packets = isSuper ? (bytes + _segmentSize - 1) / _segmentSize : 1;
        return _layer.Output.TrySend(segment, Key.RemoteAddress, isSuper ? _segmentSize : 0, packets, now, out frame);
    }

    // A scale is offered by who begins, and by who answers an offer (RFC 7323 section 2.2).
    private SynOptions OfferedOptions() =>
        new(_layer.LargestSegment, State == TcpState.SynSent || _isWindowScaled ? _receiveWindow.Scale : null);
}
