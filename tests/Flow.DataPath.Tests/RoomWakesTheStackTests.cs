using System.Buffers.Binary;
using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath.Tests;

public sealed class RoomWakesTheStackTests
{
    private const int Requests = 3;

    private static readonly MacAddress Ours = new(0x02_00_00_00_00_0A);
    private static readonly MacAddress Theirs = new(0x02_00_00_00_00_0B);

    // What a host owes for an ARP request has no timer behind it: a wake-up that is lost is lost for good.
    [Fact]
    public async Task Room_made_between_a_turn_and_the_wait_is_not_missed()
    {
        var pool = new BufferPool();
        var gate = new TaskCompletionSource();
        await using var wire = new MemoryWire();
        await using var host = new Host(
            new HostOptions
            {
                Name = "a",
                MacAddress = Ours,
                Address = IPv4Address.Parse("10.0.0.1"),
                Hops = new HostHops { FrameTxBuf = new(1) },
                Pool = pool,
                Stages = new HostStages
                {
                    Tx = _ => new GatedTx(gate.Task),
                    StackSend = parts => new RoomAfterTheLook(new StackSend(parts), parts, gate),
                },
            },
            wire.A,
            new MemoryAppEnd());

        for (var request = 0; request < Requests; request++) Assert.True(wire.B.Outgoing.Writer.TryWrite(ArpRequest(pool)));

        for (var reply = 0; reply < Requests; reply++)
        {
            var frame = await wire.B.Incoming.Reader.ReadAsync().AsTask().WaitAsync(TwoHosts.Patience);
            frame.Dispose();
        }
    }

    private static FrameParts ArpRequest(BufferPool pool)
    {
        const int headroom = 64;
        var payload = new BufferSlice(pool.Rent(headroom + 28), headroom, 28);
        var packet = payload.Span;
        // Ethernet, IPv4, their lengths, and the request; then who asks, and for whom.
        BinaryPrimitives.WriteUInt64BigEndian(packet, 0x0001_0800_06_04_0001);
        Theirs.Write(packet[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(packet[14..], 0x0A_00_00_02);
        packet[18..24].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(packet[24..], 0x0A_00_00_01);
        return new FrameParts(Theirs, new MacAddress(0xFF_FF_FF_FF_FF_FF), EtherType.Arp, payload, default);
    }

    // Makes room just after the stack has found none, with every reply still owed.
    private sealed class RoomAfterTheLook(IStackStep inner, StackParts parts, TaskCompletionSource gate) : IStackStep
    {
        public bool Advance(TimeSpan now)
        {
            var wasFull = parts.FrameTxBuf.Writer.Room == 0;
            var moved = inner.Advance(now);
            if (wasFull && !moved && parts.Stack.Counters.FramesReceived == Requests)
            {
                gate.TrySetResult();
                SpinWait.SpinUntil(() => parts.FrameTxBuf.Writer.Room > 0, TwoHosts.Patience);
            }

            return moved;
        }
    }

    private sealed class GatedTx(Task gate) : IStage<Frame, FrameParts>
    {
        public async ValueTask RunAsync(ChannelReader<Frame> input, ChannelWriter<FrameParts> output, CancellationToken cancellationToken)
        {
            await gate.WaitAsync(cancellationToken);
            await new Tx().RunAsync(input, output, cancellationToken);
        }
    }
}
