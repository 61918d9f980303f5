namespace Flow.TcpIp.Tests;

public sealed class FuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Frames_changed_in_any_way_never_throw_and_never_leak(int seed)
    {
        var random = new Random(seed);
        using var network = new SimulatedNetwork(seed, a: o => o with { SuperFrames = seed == 2 });
        var (client, server) = network.Connect(client: new TcpOptions { RetransmissionLimit = 3 });
        network.Filter = (from, frame) =>
        {
            // Besides the frame itself, some of its mutants arrive; checksums are said to be verified, so that they get through to TCP.
            for (var copies = random.Next(3); copies > 0; copies--) Deliver(network, random, from == network.A ? network.B : network.A, frame.Bytes);
            return random.Next(20) != 0;
        };
        for (var round = 0; round < 30; round++)
        {
            var there = new Transfer(network.A, client, network.B, server, 20_000, seed);
            try
            {
                network.RunUntil(() => there.IsDone || client.Fault is not null, TimeSpan.FromMinutes(1));
            }
            catch (Xunit.Sdk.XunitException exception) when (exception.Message.Contains("is wrong", StringComparison.Ordinal))
            {
                // A mutant with other bytes was accepted, as it must be with a checksum that is vouched for.
            }
            client.Abort(network.Now);
            server.Abort(network.Now);
            network.A.Applications.Clear();
            network.B.Applications.Clear();
            network.Run(TimeSpan.FromSeconds(100));
            client = network.A.Stack.ConnectTcp(new TransportEndpoint(network.B.Address, 80), network.Now);
            var accepted = network.B.Accepted.Count;
            network.RunUntil(() => network.B.Accepted.Count > accepted, TimeSpan.FromMinutes(3));
            server = network.B.Accepted[^1];
        }
    }

    [Fact]
    public void A_frame_cut_at_any_length_never_throws_and_never_leaks()
    {
        using var network = new SimulatedNetwork(1);
        var (client, server) = network.Connect();
        var transfer = new Transfer(network.A, client, network.B, server, 5000);
        network.Filter = (from, frame) =>
        {
            var to = from == network.A ? network.B : network.A;
            for (var length = 0; length < frame.Bytes.Length; length++)
            {
                var copy = Copy(network.Pool, frame.Bytes[..length]);
                to.Stack.ReceiveFrame(new Frame(copy, new Offload(0, ChecksumState.Verified)), network.Now);
            }
            return true;
        };
        Assert.True(network.RunUntil(() => transfer.IsDone, TimeSpan.FromMinutes(1)));
    }

    private static void Deliver(SimulatedNetwork network, Random random, Host to, ReadOnlySpan<byte> bytes)
    {
        var slice = Copy(network.Pool, bytes);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            // Mostly in the headers, where it matters.
            var at = random.Next(4) == 0 ? random.Next(slice.Length) : random.Next(Math.Min(slice.Length, 62));
            slice.Span[at] = random.Next(3) == 0 ? (byte)0 : (byte)random.Next(256);
        }
        if (slice.Length > EthernetHeader.Length + IPv4Header.MinimumLength && random.Next(4) != 0)
        {
            slice.Span[EthernetHeader.Length] = 0x45;
            new IPv4Header(slice.Span[EthernetHeader.Length..]).WriteChecksum();
        }
        if (random.Next(4) == 0) slice = slice with { Length = random.Next(slice.Length + 1) };
        var offload = new Offload((ushort)(random.Next(3) == 0 ? random.Next(65_536) : 0), ChecksumState.Verified);
        to.Stack.ReceiveFrame(new Frame(slice, offload), network.Now);
    }

    private static BufferSlice Copy(BufferPool pool, ReadOnlySpan<byte> bytes)
    {
        var slice = new BufferSlice(pool.Rent(bytes.Length), 0, bytes.Length);
        bytes.CopyTo(slice.Span);
        return slice;
    }
}
