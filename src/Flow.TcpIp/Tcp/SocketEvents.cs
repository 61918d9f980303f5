namespace Flow.TcpIp;

/// <summary>What has happened to a connection since its owner last looked.</summary>
[Flags]
public enum SocketEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The handshake is done.</summary>
    Connected = 1,

    /// <summary>Bytes have arrived in order.</summary>
    Readable = 2,

    /// <summary>There is room to send: at first, and again after there was less than a quarter of the send queue.</summary>
    Writable = 4,

    /// <summary>The peer will send nothing more, and all it sent has arrived.</summary>
    EndOfStream = 8,

    /// <summary>The connection is gone, orderly or with a <see cref="TcpConnection.Fault"/>. The last event; what is unread can still be read.</summary>
    Closed = 16,
}
