using Flow.DataPath;

namespace Flow.Swarm.Draws;

/// <summary>A host: where it hangs, whom its apps connect to, its bounds, and its wire.</summary>
internal sealed record HostDraw
{
    /// <summary>Its place among the hosts, from which its addresses follow.</summary>
    public required int Index { get; init; }

    public required int Switch { get; init; }

    public required int Remote { get; init; }

    public required HostHops Hops { get; init; }

    public required int SendQueueBytes { get; init; }

    public required int LoopScore { get; init; }

    public required int AppBufferBytes { get; init; }

    public required int Mtu { get; init; }

    public required bool SuperFrames { get; init; }

    public required bool ComputeChecksums { get; init; }

    public required ulong Seed { get; init; }

    public required WireDraw Wire { get; init; }

    public static HostDraw Draw(Dice dice, int index, int hosts, int switches, int mtu, WireDraw wire) => new()
    {
        Index = index,
        Switch = dice.Below(switches),
        Remote = (index + 1 + dice.Below(hosts - 1)) % hosts,
        Hops = dice.OneIn(3) ? new HostHops() : AnyHops(dice),
        SendQueueBytes = dice.Size(4096, 1 << 20),
        LoopScore = dice.Size(1, 64),
        AppBufferBytes = dice.Size(2048, 1 << 16),
        Mtu = mtu,
        SuperFrames = dice.OneIn(3),
        ComputeChecksums = dice.OneIn(2),
        Seed = dice.Next(),
        Wire = wire,
    };

    public override string ToString() =>
        $"on switch {Switch}, connects to host {Remote}; MTU {Mtu}{(SuperFrames ? ", super-frames" : "")}{(ComputeChecksums ? ", checksums" : "")}; " +
        $"put.rx {Hops.PutToRx.Capacity}, frame-rxbuf {Hops.FrameRxBuf.Capacity}, eth-poll.stack-recv {Hops.EthPollToStackRecv.Capacity}, " +
        $"socket-activity {Hops.SocketActivity.Capacity}, conn-rxbuf {Hops.ConnRxBuf.Capacity}, unix-data.handle-write {Hops.UnixDataToHandleWrite.Capacity}, " +
        $"conn-txbuf {Hops.ConnTxBuf.Capacity}, tcp-write.stack-send {Hops.TcpWriteToStackSend.Capacity}, frame-txbuf {Hops.FrameTxBuf.Capacity}, " +
        $"send queue {SendQueueBytes}, loop score {LoopScore}, app {AppBufferBytes}; wire of {Wire}";

    private static HostHops AnyHops(Dice dice) => new()
    {
        PutToRx = new(dice.Size(1, 64)),
        FrameRxBuf = new(dice.Size(1, 64)),
        EthPollToStackRecv = new(dice.Size(1, 64)),
        SocketActivity = new(dice.Size(1, 64)),
        ConnRxBuf = new(dice.Size(4096, 1 << 17)),
        UnixDataToHandleWrite = new(dice.Size(1, 8)),
        ConnTxBuf = new(dice.Size(4096, 1 << 18)),
        TcpWriteToStackSend = new(dice.Size(1, 64)),
        FrameTxBuf = new(dice.Size(1, 64)),
    };
}
