namespace Flow.TcpIp;

/// <summary>Finds losses by duplicate acknowledgments and recovers from several in one window (RFC 5681 section 3.2, RFC 6582).</summary>
internal sealed class LossRecovery(ICongestionControl congestion, SequenceNumber initial)
{
    private const int DuplicatesOfALoss = 3;
    private const int LimitedTransmitSegments = 2;

    // What must be acknowledged for recovery to end, and before another may start.
    private SequenceNumber _recover = initial;
    private int _duplicates;

    /// <summary>Whether a loss is being recovered from.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Segments that may be sent beyond the congestion window: one for each of the first duplicates (RFC 3042).</summary>
    public int ExtraSegments => IsActive ? 0 : Math.Min(_duplicates, LimitedTransmitSegments);

    /// <summary>A duplicate acknowledgment has arrived. Returns whether recovery starts now, with the first unacknowledged segment to be sent again.</summary>
    public bool Duplicated(SequenceNumber unacknowledged, SequenceNumber sendMaximum)
    {
        if (IsActive)
        {
            congestion.DuplicateAcknowledged();
            return false;
        }
        // Duplicates for bytes sent before the last recovery or timeout tell of that one's retransmissions (RFC 6582 section 3.2 step 2).
        if (++_duplicates != DuplicatesOfALoss || unacknowledged < _recover) return false;
        IsActive = true;
        _recover = sendMaximum;
        congestion.RecoveryStarted(sendMaximum - unacknowledged);
        return true;
    }

    /// <summary><paramref name="bytes"/> have been acknowledged. Returns whether that was partial: the next unacknowledged segment is lost too.</summary>
    public bool Advanced(SequenceNumber unacknowledged, SequenceNumber sendMaximum, int bytes, int peakFlightSize)
    {
        _duplicates = 0;
        if (!IsActive)
        {
            congestion.Acknowledged(bytes, peakFlightSize);
            return false;
        }
        if (unacknowledged >= _recover)
        {
            IsActive = false;
            congestion.RecoveryEnded(sendMaximum - unacknowledged);
            return false;
        }
        congestion.PartiallyAcknowledged(bytes);
        return true;
    }

    /// <summary>The retransmission timer has elapsed: everything in flight counts as lost (RFC 6582 section 3.2 step 4).</summary>
    public void TimedOut(SequenceNumber sendMaximum)
    {
        IsActive = false;
        _duplicates = 0;
        _recover = sendMaximum;
    }
}
