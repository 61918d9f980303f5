namespace Flow.TcpIp;

/// <summary>How much may be in flight: one instance for each connection, told of what happens to it. All sizes are bytes.</summary>
public interface ICongestionControl
{
    /// <summary>cwnd: bytes that may be sent and not yet acknowledged; never less than one segment.</summary>
    int Window { get; }

    /// <summary>New bytes have been acknowledged outside loss recovery.</summary>
    /// <param name="bytes">How many; an acknowledgment may cover many segments.</param>
    /// <param name="peakFlightSize">The most bytes in flight during the last round trip, which tells whether the window was used.</param>
    void Acknowledged(int bytes, int peakFlightSize);

    /// <summary>A loss was found by duplicate acknowledgments.</summary>
    void RecoveryStarted(int flightSize);

    /// <summary>Another duplicate acknowledgment during recovery: a segment has left the network.</summary>
    void DuplicateAcknowledged();

    /// <summary>New bytes have been acknowledged during recovery, but not all that were in flight when it started.</summary>
    void PartiallyAcknowledged(int bytes);

    /// <summary>All that was in flight when recovery started has been acknowledged.</summary>
    void RecoveryEnded(int flightSize);

    /// <summary>The retransmission timer has elapsed.</summary>
    /// <param name="flightSize">Bytes in flight.</param>
    /// <param name="isRepeated">Whether it did so for the same bytes before.</param>
    void TimedOut(int flightSize, bool isRepeated);

    /// <summary>Nothing was sent for longer than a retransmission timeout, so the window says little about the path now.</summary>
    void Idled();
}
