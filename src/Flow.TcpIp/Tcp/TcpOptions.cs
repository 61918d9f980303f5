namespace Flow.TcpIp;

/// <summary>How TCP connections behave.</summary>
public sealed record TcpOptions
{
    private const int LargestBuffer = ushort.MaxValue << ReceiveWindow.MaximumScale;

    /// <summary>Capacity behind a connection's offered window, bytes: the largest room it is ever told. The window scale follows from it.</summary>
    public int ReceiveBufferBytes { get; init; } = 1 << 20;

    /// <summary>Most bytes queued to be sent or acknowledged, for each connection.</summary>
    public int SendQueueBytes { get; init; } = 1 << 20;

    /// <summary>Whether small segments are sent while others are unacknowledged; false is Nagle's algorithm (RFC 9293 section 3.7.4).</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>How long the remains of a connection answer late segments; 2 MSL in RFC 9293, 60 s on Linux. Also how long a closed one waits in FIN-WAIT-2.</summary>
    public TimeSpan TimeWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The least retransmission timeout (RFC 6298 rule 2.4; 200 ms on Linux).</summary>
    public TimeSpan MinimumRto { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The greatest retransmission timeout, and interval of window probes (RFC 6298 rule 2.5; 120 s on Linux).</summary>
    public TimeSpan MaximumRto { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long an acknowledgment may wait for data to go with it (RFC 9293 section 3.8.6.3; 40 ms on Linux).</summary>
    public TimeSpan DelayedAcknowledgment { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Retransmissions of the same bytes, or unanswered window probes, after which a connection has timed out.</summary>
    public int RetransmissionLimit { get; init; } = 15;

    /// <summary>Retransmissions of a SYN after which an attempt to connect has timed out.</summary>
    public int SynRetransmissionLimit { get; init; } = 6;

    /// <summary>Makes the congestion control of a connection, given its segment size in bytes.</summary>
    public Func<int, ICongestionControl> CongestionControl { get; init; } = segmentSize => new NewReno(segmentSize);

    internal void Validate()
    {
        if (ReceiveBufferBytes is < 1 or > LargestBuffer)
            throw new ArgumentException($"ReceiveBufferBytes is {ReceiveBufferBytes}; it must be from 1 to {LargestBuffer}.");
        if (SendQueueBytes is < 1 or > LargestBuffer)
            throw new ArgumentException($"SendQueueBytes is {SendQueueBytes}; it must be from 1 to {LargestBuffer}.");
        if (TimeWait < TimeSpan.Zero || TimeWait > TimeSpan.FromDays(1))
            throw new ArgumentException($"TimeWait is {TimeWait}; it must be from zero to a day.");
        if (MinimumRto <= TimeSpan.Zero || MinimumRto > MaximumRto)
            throw new ArgumentException($"MinimumRto is {MinimumRto}; it must be more than zero and at most MaximumRto, {MaximumRto}.");
        if (MaximumRto > TimeSpan.FromDays(1))
            throw new ArgumentException($"MaximumRto is {MaximumRto}; it must be at most a day.");
        // RFC 9293 section 3.8.6.3: MUST be less than half a second.
        if (DelayedAcknowledgment < TimeSpan.Zero || DelayedAcknowledgment >= TimeSpan.FromMilliseconds(500))
            throw new ArgumentException($"DelayedAcknowledgment is {DelayedAcknowledgment}; it must be from zero to less than 500 ms.");
        if (RetransmissionLimit < 1 || SynRetransmissionLimit < 1)
            throw new ArgumentException("RetransmissionLimit and SynRetransmissionLimit must be at least 1.");
        if (CongestionControl is null) throw new ArgumentException("CongestionControl must make a congestion control.");
    }
}
