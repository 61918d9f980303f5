using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// Makes a host's stages, one property for each step of the seed. Put another in a place with <c>with</c>: a stage of the service's
/// thread is any <see cref="IStage{TIn, TOut}"/>, a part of the stack's any <see cref="IStackStep"/>.
/// </summary>
public sealed record HostStages
{
    /// <summary><c>put</c>: takes frames off the wire.</summary>
    public Func<HostContext, IStage<FrameParts, FrameParts>> Put { get; init; } = static host => new Put(host.Options.MacAddress);

    /// <summary><c>rx</c>: makes whole frames of them.</summary>
    public Func<HostContext, IStage<FrameParts, Frame>> Rx { get; init; } = static host => new Rx(host.Pool);

    /// <summary><c>eth-poll</c>: drains frames in batches.</summary>
    public Func<StackParts, IStackStep> EthPoll { get; init; } = static parts => new EthPoll(parts);

    /// <summary><c>stack-recv</c>: the protocols.</summary>
    public Func<StackParts, IStackStep> StackRecv { get; init; } = static parts => new StackRecv(parts);

    /// <summary><c>tcp-read</c>: in-order bytes into <c>conn-rxbuf</c>.</summary>
    public Func<StackParts, IConnectionStep> TcpRead { get; init; } = static parts => new TcpRead(parts);

    /// <summary><c>handle-read</c>: <c>conn-rxbuf</c> into the app's socket; made for each connection.</summary>
    public Func<HostContext, IAppSocket, IStage<BufferSlice, Nothing>> HandleRead { get; init; } =
        static (_, socket) => new HandleRead(socket);

    /// <summary><c>unix-data</c>: bytes off the app's socket; made for each connection.</summary>
    public Func<HostContext, IAppSocket, IStage<Nothing, BufferSlice>> UnixData { get; init; } =
        static (host, socket) => new UnixData(socket, host.Pool, host.PieceBytes);

    /// <summary><c>handle-write</c>: into <c>conn-txbuf</c>; made for each connection.</summary>
    public Func<HostContext, IStage<BufferSlice, BufferSlice>> HandleWrite { get; init; } =
        static host => new HandleWrite(host.Options.Hops.ConnTxBuf.Capacity);

    /// <summary><c>tcp-write</c>: <c>conn-txbuf</c> towards the send queue.</summary>
    public Func<StackParts, IConnectionStep> TcpWrite { get; init; } = static parts => new TcpWrite(parts);

    /// <summary><c>stack-send</c>: segments, packets, frames.</summary>
    public Func<StackParts, IStackStep> StackSend { get; init; } = static parts => new StackSend(parts);

    /// <summary><c>tx</c>: takes frames apart and puts them on the wire.</summary>
    public Func<HostContext, IStage<Frame, FrameParts>> Tx { get; init; } = static _ => new Tx();
}

/// <summary>What a stage may need of its host.</summary>
/// <param name="Options">What the host is.</param>
/// <param name="Pool">Where its buffers come from.</param>
public sealed record HostContext(HostOptions Options, BufferPool Pool)
{
    private const int HeaderBytes = 40;

    /// <summary>Bytes of an app worth taking at once: what one frame carries, super-frames included.</summary>
    public int PieceBytes => SuperFrame.LargestPayload(Math.Max(1, Options.Mtu - HeaderBytes));
}
