namespace Flow.TcpIp.Tests;

public sealed class SuperFrameTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_super_frame_is_cut_into_the_frames_it_stands_for(bool completeChecksums)
    {
        using var peer = new ScriptedPeer(change: options => options with { SuperFrames = true });
        var connection = peer.Open();
        connection.Send(peer.Slice(4500), peer.Now);
        connection.CompleteSend(peer.Now);
        Assert.True(peer.Stack.TryTransmitFrame(peer.Now, out var whole));
        Assert.Equal(new Offload(1000, ChecksumState.Partial), whole.Offload);
        var before = new TcpView(whole);
        var (sequence, payload) = (before.Sequence, before.Bytes[^4500..].ToArray());
        var identification = new IPv4Header(before.Bytes[EthernetHeader.Length..]).Identification;

        var parts = new List<Frame>();
        SuperFrame.Split(whole, peer.Pool, parts, completeChecksums);
        Assert.Equal([1000, 1000, 1000, 1000, 500], parts.Select(part => new TcpView(part).PayloadLength));
        for (var index = 0; index < parts.Count; index++)
        {
            var part = new TcpView(parts[index]);
            var packet = part.Bytes[EthernetHeader.Length..];
            var ip = new IPv4Header(packet);
            var isLast = index == parts.Count - 1;
            Assert.Equal(sequence + 1000 * (uint)index, part.Sequence);
            Assert.Equal(identification + index, ip.Identification);
            Assert.Equal(packet.Length, ip.TotalLength);
            Assert.Equal(InternetChecksum.Sound, InternetChecksum.Sum(packet[..IPv4Header.MinimumLength]));
            Assert.Equal(isLast, part.Has(TcpFlags.Fin));
            Assert.Equal(isLast, part.Has(TcpFlags.Psh));
            Assert.Equal(payload.AsSpan(1000 * index, part.PayloadLength), part.Bytes[^part.PayloadLength..]);
            var segment = packet[IPv4Header.MinimumLength..];
            var pseudo = InternetChecksum.PseudoHeader(ip.Source, ip.Destination, IPv4Protocol.Tcp, segment.Length);
            Assert.Equal(new Offload(0, completeChecksums ? ChecksumState.Complete : ChecksumState.Partial), parts[index].Offload);
            if (completeChecksums) Assert.Equal(InternetChecksum.Sound, InternetChecksum.Add(pseudo, InternetChecksum.Sum(segment)));
            else Assert.Equal(pseudo, part.Header.Checksum);
            parts[index].Dispose();
        }
    }

    [Fact]
    public void A_frame_that_stands_for_itself_is_left_as_it_is()
    {
        var pool = new BufferPool();
        var frame = new Frame(new BufferSlice(pool.Rent(100), 0, 100), default);
        var parts = new List<Frame>();
        SuperFrame.Split(frame, pool, parts);
        Assert.Equal(frame, Assert.Single(parts));
    }

    [Fact]
    public void A_super_frame_carries_whole_segments_up_to_the_largest_packet()
    {
        using var network = new SimulatedNetwork(1, null, o => o with { SuperFrames = true }, o => o with { SuperFrames = true });
        var lengths = new HashSet<int>();
        network.Filter = (from, frame) =>
        {
            if (from == network.A && frame.IsTcp) lengths.Add(frame.PayloadLength);
            return true;
        };
        var (client, server) = network.Connect();
        var transfer = new Transfer(network.A, client, network.B, server, 10_000_000, largestChunk: 60_000);
        Assert.True(network.RunUntil(() => transfer.IsDone, TimeSpan.FromMinutes(1)));
        Assert.Equal(44 * 1460, lengths.Max());
        Assert.Equal(0, network.A.Stack.Counters.Retransmissions);
    }
}
