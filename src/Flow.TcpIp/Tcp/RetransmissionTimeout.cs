namespace Flow.TcpIp;

/// <summary>How long to wait for an acknowledgment (RFC 6298), from one timed segment at a time.</summary>
internal sealed class RetransmissionTimeout(TimeSpan minimum, TimeSpan maximum)
{
    // RFC 6298 rule 2.1, and rule 5.7 for a handshake that needed a retransmission.
    private static readonly TimeSpan Initial = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterLostSyn = TimeSpan.FromSeconds(3);

    private TimeSpan _smoothed;
    private TimeSpan _variation;
    private bool _isTiming;
    private bool _hasSample;
    private SequenceNumber _timedEnd;
    private TimeSpan _timedAt;

    /// <summary>RTO, backed off as often as it has elapsed.</summary>
    public TimeSpan Current { get; private set; } = Initial;

    /// <summary>SRTT, or zero before the first measurement.</summary>
    public TimeSpan SmoothedRoundTrip => _smoothed;

    /// <summary>Bytes up to <paramref name="end"/> are sent for the first time.</summary>
    public void Sent(SequenceNumber end, TimeSpan now)
    {
        if (_isTiming) return;
        (_isTiming, _timedEnd, _timedAt) = (true, end, now);
    }

    /// <summary>Something is sent again: what is being timed could be acknowledged for either copy (Karn's algorithm, RFC 6298 section 3).</summary>
    public void Retransmitted() => _isTiming = false;

    /// <summary>Everything before <paramref name="acknowledgment"/> has arrived.</summary>
    public void Acknowledged(SequenceNumber acknowledgment, TimeSpan now)
    {
        if (!_isTiming || acknowledgment < _timedEnd) return;
        _isTiming = false;
        Measured(now - _timedAt);
    }

    /// <summary>The timer has elapsed (rule 5.5).</summary>
    public void BackOff() => Current = Current < maximum / 2 ? Current * 2 : maximum;

    /// <summary>The handshake is done; without a measurement, since its SYN was sent more than once, the wait is a longer one (rule 5.7).</summary>
    public void HandshakeDone()
    {
        if (!_hasSample) Current = AfterLostSyn;
    }

    private void Measured(TimeSpan roundTrip)
    {
        if (_hasSample)
        {
            // Rule 2.3: alpha 1/8, beta 1/4.
            _variation += ((_smoothed - roundTrip).Duration() - _variation) / 4;
            _smoothed += (roundTrip - _smoothed) / 8;
        }
        else
        {
            (_hasSample, _smoothed, _variation) = (true, roundTrip, roundTrip / 2);
        }
        // Linux puts its minimum under the variation, not under the sum, so that a delayed acknowledgment is never taken for a loss.
        var wait = _smoothed + (4 * _variation > minimum ? 4 * _variation : minimum);
        Current = wait < maximum ? wait : maximum;
    }
}
