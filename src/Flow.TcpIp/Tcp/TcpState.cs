namespace Flow.TcpIp;

/// <summary>The states of a connection (RFC 9293 section 3.3.2).</summary>
public enum TcpState
{
    /// <summary>No connection: it has ended.</summary>
    Closed,

    /// <summary>A SYN has been sent.</summary>
    SynSent,

    /// <summary>A SYN has been received and sent, and not yet acknowledged.</summary>
    SynReceived,

    /// <summary>Open both ways.</summary>
    Established,

    /// <summary>Our FIN has been sent.</summary>
    FinWait1,

    /// <summary>Our FIN has been acknowledged; the peer still sends.</summary>
    FinWait2,

    /// <summary>The peer's FIN has been received; we still send.</summary>
    CloseWait,

    /// <summary>Both FINs have been sent at once; ours is not acknowledged.</summary>
    Closing,

    /// <summary>The peer's FIN has been received and ours sent.</summary>
    LastAck,

    /// <summary>Both sides are done; late segments are still answered, without the connection's help.</summary>
    TimeWait,
}
