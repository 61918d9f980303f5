namespace Flow.TcpIp.Tests;

public sealed class HandshakeTests
{
    private static readonly TransportEndpoint Remote = new(IPv4Address.Parse("10.0.0.99"), 80);

    [Fact]
    public void A_connection_opens_and_both_sides_are_told()
    {
        using var network = new SimulatedNetwork();
        var (client, server) = network.Connect();

        Assert.Equal(TcpState.Established, server.State);
        Assert.Equal(SocketEvents.Connected | SocketEvents.Writable, network.A.EventsOf(client));
        Assert.Equal(SocketEvents.Connected | SocketEvents.Writable, network.B.EventsOf(server));
        Assert.Equal(client.Local, server.Remote);
        Assert.Equal(client.Remote, server.Local);
        Assert.Null(client.Listener);
        Assert.Equal(80, server.Listener!.Port);
    }

    [Fact]
    public void Two_SYNs_that_cross_open_one_connection()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Stack.ConnectTcp(Remote, peer.Now);
        var syn = Assert.Single(peer.Take());
        Assert.Equal(TcpFlags.Syn, syn.Flags);
        // The peer happens to know our port: it connects from port 80 to it, at the same time.
        (peer.Port, peer.RemotePort) = (80, connection.Local.Port);
        peer.Send(500, 0, TcpFlags.Syn);
        var answer = Assert.Single(peer.Take());
        Assert.Equal(TcpFlags.Syn | TcpFlags.Ack, answer.Flags);
        Assert.Equal(syn.Sequence, answer.Sequence);
        Assert.Equal(501u, answer.Acknowledgment);
        Assert.Equal(TcpState.SynReceived, connection.State);
        peer.Send(500, syn.Sequence + 1, TcpFlags.Syn | TcpFlags.Ack);
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(SocketEvents.Connected | SocketEvents.Writable, peer.TakeEvents());
    }

    [Fact]
    public void Segment_size_and_window_scale_are_agreed_on()
    {
        using var peer = new ScriptedPeer(new TcpOptions { ReceiveBufferBytes = 1 << 20 });
        peer.Stack.ListenTcp(80);
        peer.Send(1000, 0, TcpFlags.Syn, window: 1000, options: new SynOptions(700, 3));
        var answer = Assert.Single(peer.Take());
        Assert.Equal(new SynOptions(1460, 5), SynOptions.Read(answer.Options));
        Assert.Equal(65_535, answer.Window);
        peer.Send(1001, answer.Sequence + 1, TcpFlags.Ack, window: 1000);
        Assert.True(peer.Stack.TryTakeActivity(out var activity));
        activity.Connection.Send(peer.Slice(9000), peer.Now);

        // The window is 1000 << 3, of which segments of 700 bytes take 7700; the rest is silly.
        Assert.Equal(7000, peer.Take().Sum(s => s.Payload.Length));
        peer.Send(1001, answer.Sequence + 1 + 7000, TcpFlags.Ack, window: 1000);
        Assert.Equal([700, 700, 600], peer.Take().Select(s => s.Payload.Length));
        peer.Send(1001, answer.Sequence + 1 + 9000, TcpFlags.Ack, window: 1000, payload: new byte[1400]);
        Assert.Equal((1 << 20) >> 5, peer.Advance(40).Single().Window + 1400 / 32 + 1);
    }

    [Fact]
    public void Without_options_segments_have_536_bytes_and_no_window_is_scaled()
    {
        using var peer = new ScriptedPeer();
        peer.Stack.ListenTcp(80);
        peer.Send(1000, 0, TcpFlags.Syn);
        var answer = Assert.Single(peer.Take());
        Assert.Null(SynOptions.Read(answer.Options).WindowScale);
        peer.Send(1001, answer.Sequence + 1, TcpFlags.Ack, payload: new byte[10]);
        Assert.True(peer.Stack.TryTakeActivity(out var activity));
        activity.Connection.Send(peer.Slice(1000), peer.Now);
        var sent = peer.Take();
        Assert.Equal([536, 464], sent.Select(s => s.Payload.Length));
        Assert.InRange(sent[0].Window, 60_000, 65_535);
    }

    [Fact]
    public void A_port_nobody_listens_on_refuses()
    {
        using var network = new SimulatedNetwork();
        var connection = network.A.Stack.ConnectTcp(new TransportEndpoint(network.B.Address, 81), network.Now);
        network.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(TcpFault.Refused, connection.Fault);
        Assert.Equal(SocketEvents.Closed, network.A.EventsOf(connection));
    }

    [Fact]
    public void A_host_without_a_route_is_unreachable()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Stack.ConnectTcp(new TransportEndpoint(IPv4Address.Parse("192.168.1.1"), 80), peer.Now);
        Assert.Equal(TcpFault.Unreachable, connection.Fault);
        Assert.Equal(SocketEvents.Closed, peer.TakeEvents());
        Assert.Empty(peer.TakeFrames());
    }

    [Fact]
    public void A_SYN_beyond_the_backlog_is_dropped_and_counted()
    {
        using var network = new SimulatedNetwork();
        network.B.Stack.ListenTcp(80, backlog: 2);
        for (var index = 0; index < 3; index++) network.A.Stack.ConnectTcp(new TransportEndpoint(network.B.Address, 80), network.Now);
        network.Filter = (from, frame) => from != network.B || frame.IsArp;
        network.Run(TimeSpan.FromMilliseconds(500));
        Assert.Equal(1, network.B.Stack.Counters.Dropped(DropReason.BacklogFull));

        network.Filter = (_, _) => true;
        Assert.True(network.RunUntil(() => network.B.Accepted.Count == 3, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_connection_opens_through_heavy_loss()
    {
        using var network = new SimulatedNetwork(11, new LinkConditions { Loss = 0.4, Duplication = 0.2, Reordering = 0.2 });
        var (client, server) = network.Connect(client: new TcpOptions { SynRetransmissionLimit = 12 });
        Assert.Equal(TcpState.Established, server.State);
        Assert.Null(client.Fault);
    }

    [Fact]
    public void Options_out_of_range_are_refused_in_one_sentence()
    {
        var pool = new BufferPool();
        var good = new NetworkStackOptions { MacAddress = new MacAddress(0x0200_0000_0001), Address = IPv4Address.Parse("10.0.0.1") };
        new NetworkStack(good, pool).Dispose();
        NetworkStackOptions[] bad =
        [
            good with { Mtu = 40 },
            good with { PrefixLength = 33 },
            good with { MacAddress = MacAddress.Broadcast },
            good with { Address = IPv4Address.Any },
            good with { Gateway = IPv4Address.Parse("10.0.1.1") },
            good with { ReplyQueueFrames = 0 },
            good with { Tcp = new TcpOptions { ReceiveBufferBytes = 0 } },
            good with { Tcp = new TcpOptions { SendQueueBytes = -1 } },
            good with { Tcp = new TcpOptions { MinimumRto = TimeSpan.Zero } },
            good with { Tcp = new TcpOptions { DelayedAcknowledgment = TimeSpan.FromSeconds(1) } },
            good with { Tcp = new TcpOptions { RetransmissionLimit = 0 } },
        ];
        foreach (var options in bad) Assert.EndsWith(".", Assert.Throws<ArgumentException>(() => new NetworkStack(options, pool)).Message);
    }
}
