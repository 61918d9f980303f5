namespace Flow.TcpIp;

/// <summary>What a stack has done so far. The numbers only grow.</summary>
public sealed class NetworkStackCounters
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];

    internal NetworkStackCounters() { }

    /// <summary>Frames given to <see cref="NetworkStack.ReceiveFrame"/>.</summary>
    public long FramesReceived { get; internal set; }

    /// <summary>Frames taken with <see cref="NetworkStack.TryTransmitFrame"/>.</summary>
    public long FramesTransmitted { get; internal set; }

    /// <summary>TCP segments that reached a connection; a super-frame counts once.</summary>
    public long SegmentsReceived { get; internal set; }

    /// <summary>TCP payload bytes that arrived in order for the first time.</summary>
    public long BytesReceived { get; internal set; }

    /// <summary>TCP payload bytes sent for the first time.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>Segments sent again, for whatever reason; a super-frame counts once.</summary>
    public long Retransmissions { get; internal set; }

    /// <summary>Times a retransmission timer elapsed (RFC 6298), handshakes included.</summary>
    public long RetransmissionTimeouts { get; internal set; }

    /// <summary>Times three duplicate acknowledgments started a recovery (RFC 6582).</summary>
    public long FastRetransmits { get; internal set; }

    /// <summary>Duplicate acknowledgments received (RFC 5681 section 2).</summary>
    public long DuplicateAcknowledgments { get; internal set; }

    /// <summary>Segments that arrived ahead of bytes still missing.</summary>
    public long OutOfOrderSegments { get; internal set; }

    /// <summary>Probes of a closed window (RFC 9293 section 3.8.6.1).</summary>
    public long WindowProbes { get; internal set; }

    /// <summary>Challenge acknowledgments owed (RFC 5961).</summary>
    public long ChallengeAcknowledgments { get; internal set; }

    /// <summary>Resets sent, for connections and for segments without one.</summary>
    public long ResetsSent { get; internal set; }

    /// <summary>Resets that ended a connection.</summary>
    public long ResetsReceived { get; internal set; }

    /// <summary>Connections that reached ESTABLISHED.</summary>
    public long ConnectionsEstablished { get; internal set; }

    /// <summary>Connections that ended without TIME-WAIT, since as many as are allowed were in it.</summary>
    public long TimeWaitsSkipped { get; internal set; }

    /// <summary>Frames dropped for <paramref name="reason"/>.</summary>
    public long Dropped(DropReason reason) => _dropped[(int)reason];

    /// <summary>Frames dropped for any reason.</summary>
    public long TotalDropped => _dropped.Sum();

    internal void Drop(DropReason reason) => _dropped[(int)reason]++;
}
