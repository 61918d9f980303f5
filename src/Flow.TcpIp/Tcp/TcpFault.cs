namespace Flow.TcpIp;

/// <summary>Why a connection ended other than by both sides completing.</summary>
public enum TcpFault
{
    /// <summary>The peer reset it.</summary>
    Reset,

    /// <summary>The peer answered the attempt to connect with a reset.</summary>
    Refused,

    /// <summary>The peer stopped answering (RFC 9293 section 3.8.3).</summary>
    TimedOut,

    /// <summary>There is no way to the peer.</summary>
    Unreachable,

    /// <summary>This side reset it: <see cref="TcpConnection.Abort"/>, or bytes that nobody would read.</summary>
    Aborted,
}
