using Flow.DataPath;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary>What the benches have in common: a connection's hops and those between the parts, each of them narrow.</summary>
internal static class Benches
{
    private static readonly HostHops Hops = new()
    {
        EthPollToStackRecv = new(2),
        SocketActivity = new(1),
        TcpWriteToStackSend = new(2),
        ConnRxBuf = new(Line.ReceiveBufferBytes),
        ConnTxBuf = new(10),
    };

    public static StackParts Parts(NetworkStack stack, TimeProvider time) => new(
        stack, Hop<Frame>.Create(new(4) { Name = "frame-rxbuf" }, time), Hop<Frame>.Create(new(1) { Name = "frame-txbuf" }, time), Hops, loopScore: 3, time);

    public static Connection Connection(TcpConnection near, TimeProvider time) => new(2, near, Hops, time);

    public static void Dispose(StackParts parts)
    {
        parts.FrameRxBuf.Reader.Abandon();
        parts.EthPollToStackRecv.Reader.Abandon();
        parts.TcpWriteToStackSend.Reader.Abandon();
        parts.FrameTxBuf.Reader.Abandon();
        parts.Stack.Dispose();
    }
}
