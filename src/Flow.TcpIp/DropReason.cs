namespace Flow.TcpIp;

/// <summary>Why a frame went no further.</summary>
public enum DropReason
{
    /// <summary>Shorter than its headers say, or a header that contradicts itself.</summary>
    Malformed,

    /// <summary>A checksum that does not match.</summary>
    BadChecksum,

    /// <summary>For another host.</summary>
    NotForUs,

    /// <summary>A protocol the stack does not speak.</summary>
    UnknownProtocol,

    /// <summary>A fragment of an IPv4 packet; fragments are not reassembled.</summary>
    Fragment,

    /// <summary>No connection or listener wants it.</summary>
    NoConnection,

    /// <summary>A connection request beyond a listener's backlog.</summary>
    BacklogFull,

    /// <summary>A stateless reply (RST, ICMP, ARP) that found its queue full.</summary>
    ReplyQueueFull,

    /// <summary>A packet that waited for address resolution and found too many waiting before it.</summary>
    ResolutionQueueFull,

    /// <summary>A packet whose next hop did not answer address resolution.</summary>
    Unresolved,

    /// <summary>No route to its destination.</summary>
    Unroutable,

    /// <summary>A TCP segment outside the window, or one that fails RFC 9293's or RFC 5961's checks.</summary>
    Unacceptable,

    /// <summary>Out-of-order bytes in more pieces than a connection keeps.</summary>
    TooManyPieces,
}
