using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>The bounds of a host's hops, one for every stage boundary; a stand-in can be put in any place.</summary>
/// <remarks>Names are given by the host; so is the weight, in bytes, of the hops of a connection.</remarks>
public sealed record HostHops
{
    /// <summary><c>put.rx</c>: frames taken apart.</summary>
    public HopOptions<FrameParts> PutToRx { get; init; } = new(64);

    /// <summary><c>frame-rxbuf</c>: whole frames for the stack.</summary>
    public HopOptions<Frame> FrameRxBuf { get; init; } = new(64);

    /// <summary><c>eth-poll.stack-recv</c>: frames drained.</summary>
    public HopOptions<Frame> EthPollToStackRecv { get; init; } = new(64);

    /// <summary><c>socket-activity</c>: connections that became readable, writable, connected or closed.</summary>
    public HopOptions<SocketActivity> SocketActivity { get; init; } = new(256);

    /// <summary><c>conn-rxbuf</c>, bytes: the receive buffer, from which the window follows.</summary>
    public HopOptions<BufferSlice> ConnRxBuf { get; init; } = new(1 << 20);

    /// <summary><c>unix-data.handle-write</c>: pieces of what an app wrote.</summary>
    public HopOptions<BufferSlice> UnixDataToHandleWrite { get; init; } = new(4);

    /// <summary><c>conn-txbuf</c>, bytes.</summary>
    public HopOptions<BufferSlice> ConnTxBuf { get; init; } = new(256 * 1024);

    /// <summary><c>tcp-write.stack-send</c>: pieces on their way into a send queue.</summary>
    public HopOptions<ConnectionWrite> TcpWriteToStackSend { get; init; } = new(64);

    /// <summary><c>frame-txbuf</c>: frames to be sent.</summary>
    public HopOptions<Frame> FrameTxBuf { get; init; } = new(64);

    /// <summary>The same capacity in every hop: items, or bytes.</summary>
    public static HostHops Uniform(int capacity) => new()
    {
        PutToRx = new(capacity),
        FrameRxBuf = new(capacity),
        EthPollToStackRecv = new(capacity),
        SocketActivity = new(capacity),
        ConnRxBuf = new(capacity),
        UnixDataToHandleWrite = new(capacity),
        ConnTxBuf = new(capacity),
        TcpWriteToStackSend = new(capacity),
        FrameTxBuf = new(capacity),
    };
}
