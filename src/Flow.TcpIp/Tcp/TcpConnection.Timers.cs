namespace Flow.TcpIp;

/// <content>What is done when nothing arrives.</content>
public sealed partial class TcpConnection
{
    // RFC 9293 section 3.8.6.2.1: the override timeout is from 0.1 to 1 second.
    private static readonly TimeSpan OverrideInterval = TimeSpan.FromMilliseconds(200);

    private readonly Timer _timer;
    private RetransmissionPurpose _purpose;
    private TimeSpan _retransmissionAt = Timer.Never;
    private TimeSpan _acknowledgmentAt = Timer.Never;
    private TimeSpan _finWait2EndsAt = Timer.Never;
    private int _retransmissions;
    private int _probes;
    private TimeSpan _probeInterval;

    /// <summary>What the retransmission timer runs for; never for two at once.</summary>
    private enum RetransmissionPurpose
    {
        Nothing,

        /// <summary>Something in flight may be lost (RFC 6298).</summary>
        Retransmission,

        /// <summary>The window is closed, and its opening may have been lost (RFC 9293 section 3.8.6.1).</summary>
        Probe,

        /// <summary>The window is silly, and will be used all the same in a while (RFC 9293 section 3.8.6.2.1).</summary>
        Override,
    }

    void ITimerOwner.TimerElapsed(TimeSpan now)
    {
        if (_acknowledgmentAt <= now)
        {
            _acknowledgmentAt = Timer.Never;
            _isAcknowledgmentOwed = true;
        }
        if (_finWait2EndsAt <= now) End(fault: null);
        else if (_retransmissionAt <= now) RetransmissionTimerElapsed(now);
        if (!IsGone) Settle(now);
    }

    /// <summary>Each thing that happens to a connection ends here: timers as the state asks for, and a place on the ready list if something is owed.</summary>
    private void Settle(TimeSpan now)
    {
        if (IsGone) return;
        SetTimer(now);
        if (HasSomethingToSend) _layer.MarkReady(this);
    }

    private void SetTimer(TimeSpan now)
    {
        if (IsGone) return;
        var purpose = Purpose();
        if (purpose != _purpose)
        {
            _purpose = purpose;
            if (purpose == RetransmissionPurpose.Probe) _probeInterval = _timeout.Current;
            _retransmissionAt = purpose switch
            {
                RetransmissionPurpose.Retransmission => now + _timeout.Current,
                RetransmissionPurpose.Probe => now + _probeInterval,
                RetransmissionPurpose.Override => now + OverrideInterval,
                _ => Timer.Never,
            };
        }
        // As Linux: a connection nobody reads from any more does not wait for its peer's FIN for ever.
        if (State == TcpState.FinWait2 && _isReceiveAbandoned && _finWait2EndsAt == Timer.Never) _finWait2EndsAt = now + _options.TimeWait;

        var due = _retransmissionAt < _acknowledgmentAt ? _retransmissionAt : _acknowledgmentAt;
        _layer.Timers.Set(_timer, due < _finWait2EndsAt ? due : _finWait2EndsAt);
    }

    private RetransmissionPurpose Purpose()
    {
        if (_sendMaximum != _sendUnacknowledged) return RetransmissionPurpose.Retransmission;
        var hasDemand = CanSendData && (QueueEnd > _sendNext || IsFinUnsent);
        if (!hasDemand || TryPlan(out _, out _)) return RetransmissionPurpose.Nothing;
        return _sendWindow == 0 ? RetransmissionPurpose.Probe : RetransmissionPurpose.Override;
    }

    private void RetransmissionTimerElapsed(TimeSpan now)
    {
        switch (_purpose)
        {
            case RetransmissionPurpose.Retransmission:
                RetransmissionTimedOut(now);
                break;
            case RetransmissionPurpose.Probe:
                if (_probes++ == _options.RetransmissionLimit)
                {
                    End(TcpFault.TimedOut);
                    return;
                }
                _isProbeOwed = true;
                _probeInterval = _probeInterval < _options.MaximumRto / 2 ? 2 * _probeInterval : _options.MaximumRto;
                _retransmissionAt = now + _probeInterval;
                break;
            default:
                _isOverrideElapsed = true;
                StopRetransmissionTimer();
                break;
        }
    }

    /// <summary>RFC 6298 rules 5.4 to 5.6, RFC 5681 section 3.1.</summary>
    private void RetransmissionTimedOut(TimeSpan now)
    {
        var isHandshake = State is TcpState.SynSent or TcpState.SynReceived;
        if (_retransmissions == (isHandshake ? _options.SynRetransmissionLimit : _options.RetransmissionLimit))
        {
            End(TcpFault.TimedOut);
            return;
        }
        _layer.Counters.RetransmissionTimeouts++;
        _timeout.BackOff();
        _retransmissionAt = now + _timeout.Current;
        if (isHandshake)
        {
            _isSynOwed = true;
        }
        else
        {
            // Everything in flight counts as lost: it is sent again as the acknowledgments come in, from SND.UNA on.
            _congestion.TimedOut(_sendMaximum - _sendUnacknowledged, isRepeated: _retransmissions > 0);
            _recovery.TimedOut(_sendMaximum);
            _sendNext = _sendUnacknowledged;
            _isRetransmissionOwed = true;
        }
        _retransmissions++;
    }

    /// <summary>The next <see cref="SetTimer"/> starts it anew if it is still needed (RFC 6298 rule 5.3).</summary>
    private void StopRetransmissionTimer()
    {
        _purpose = RetransmissionPurpose.Nothing;
        _retransmissionAt = Timer.Never;
        _retransmissions = 0;
    }

    /// <summary>An acknowledgment has come: a closed window is no reason to give up, however long (RFC 9293 section 3.8.6.1).</summary>
    private void PeerIsAlive(int window)
    {
        _probes = 0;
        if (window == 0) _retransmissions = 0;
    }

    private void DelayAcknowledgment(TimeSpan now)
    {
        if (_acknowledgmentAt == Timer.Never) _acknowledgmentAt = now + _options.DelayedAcknowledgment;
    }

    private void AcknowledgmentSent()
    {
        _isAcknowledgmentOwed = false;
        _bytesNotAcknowledged = 0;
        _acknowledgmentAt = Timer.Never;
        _lastAcknowledged = _receiveNext;
    }
}
