using Flow.DataPath;

namespace Flow.Properties.DataPath;

/// <summary>The bounds of one host's hops.</summary>
internal sealed record PathBounds
{
    public int PutToRx { get; init; } = 1;

    public int FrameRxBuf { get; init; } = 1;

    public int EthPollToStackRecv { get; init; } = 1;

    public int SocketActivity { get; init; } = 1;

    public int ConnRxBufBytes { get; init; } = 1;

    public int UnixDataToHandleWrite { get; init; } = 1;

    public int ConnTxBufBytes { get; init; } = 1;

    public int TcpWriteToStackSend { get; init; } = 1;

    public int FrameTxBuf { get; init; } = 1;

    public int SendQueueBytes { get; init; } = 1;

    public int LoopScore { get; init; } = 1;

    /// <summary>Bytes that move at once, at most.</summary>
    public int LeastBytes => Math.Min(Math.Min(ConnRxBufBytes, ConnTxBufBytes), SendQueueBytes);

    public HostHops Hops => new()
    {
        PutToRx = new(PutToRx),
        FrameRxBuf = new(FrameRxBuf),
        EthPollToStackRecv = new(EthPollToStackRecv),
        SocketActivity = new(SocketActivity),
        ConnRxBuf = new(ConnRxBufBytes),
        UnixDataToHandleWrite = new(UnixDataToHandleWrite),
        ConnTxBuf = new(ConnTxBufBytes),
        TcpWriteToStackSend = new(TcpWriteToStackSend),
        FrameTxBuf = new(FrameTxBuf),
    };

    public override string ToString() =>
        $"[put.rx {PutToRx}, frame-rxbuf {FrameRxBuf}, eth-poll.stack-recv {EthPollToStackRecv}, socket-activity {SocketActivity}, " +
        $"conn-rxbuf {ConnRxBufBytes}, unix-data.handle-write {UnixDataToHandleWrite}, conn-txbuf {ConnTxBufBytes}, " +
        $"tcp-write.stack-send {TcpWriteToStackSend}, frame-txbuf {FrameTxBuf}, send queue {SendQueueBytes}, loop score {LoopScore}]";
}
