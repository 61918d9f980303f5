using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>What the five parts of the stack's stage have in common: the state machines, and the hops between the parts.</summary>
public sealed class StackParts
{
    internal StackParts(NetworkStack stack, Hop<Frame> frameRxBuf, Hop<Frame> frameTxBuf, HostHops hops, int loopScore, TimeProvider timeProvider)
    {
        Stack = stack;
        FrameRxBuf = frameRxBuf;
        FrameTxBuf = frameTxBuf;
        LoopScore = loopScore;
        EthPollToStackRecv = Hop<Frame>.Create(hops.EthPollToStackRecv with { Name = "eth-poll.stack-recv" }, timeProvider);
        SocketActivity = Hop<SocketActivity>.Create(hops.SocketActivity with { Name = "socket-activity" }, timeProvider);
        TcpWriteToStackSend = Hop<ConnectionWrite>.Create(hops.TcpWriteToStackSend with { Name = "tcp-write.stack-send" }, timeProvider);
        Bell = new Doorbell(timeProvider);
    }

    /// <summary>The state machines.</summary>
    public NetworkStack Stack { get; }

    /// <summary>Whole frames from the service's thread.</summary>
    public Hop<Frame> FrameRxBuf { get; }

    /// <summary>Frames the stack has drained.</summary>
    public Hop<Frame> EthPollToStackRecv { get; }

    /// <summary>Which connections became readable, writable, connected or closed.</summary>
    public Hop<SocketActivity> SocketActivity { get; }

    /// <summary>Bytes on their way into a connection's send queue.</summary>
    public Hop<ConnectionWrite> TcpWriteToStackSend { get; }

    /// <summary>Frames for the service's thread.</summary>
    public Hop<Frame> FrameTxBuf { get; }

    /// <summary>Frames a turn takes in, and sends, at most.</summary>
    public int LoopScore { get; }

    /// <summary>What wakes the stack.</summary>
    public Doorbell Bell { get; }
}

/// <summary>Some bytes for the send queue of a connection, and their ownership.</summary>
public readonly record struct ConnectionWrite(Connection Connection, BufferSlice Data) : IDisposable
{
    /// <summary>Returns the buffer.</summary>
    public void Dispose() => Data.Dispose();
}
