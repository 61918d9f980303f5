namespace Flow.TcpIp.Tests;

public sealed class LinkLayerTests
{
    private static readonly IPv4Address Other = IPv4Address.Parse("10.0.0.50");

    [Fact]
    public void An_address_is_asked_for_once_a_second_three_times_and_what_waits_is_bounded_and_counted()
    {
        using var peer = new ScriptedPeer();
        for (var index = 0; index < 20; index++) peer.Stack.ConnectTcp(new TransportEndpoint(Other, 80), peer.Now);
        Assert.Single(peer.TakeFrames());
        Assert.Equal(4, peer.Stack.Counters.Dropped(DropReason.ResolutionQueueFull));
        for (var request = 2; request <= 3; request++)
        {
            peer.Elapse(TimeSpan.FromMilliseconds(999));
            Assert.Empty(peer.TakeFrames());
            peer.Elapse(TimeSpan.FromMilliseconds(1));
            Assert.Single(peer.TakeFrames());
        }
        Assert.Equal(0, peer.Stack.Counters.Dropped(DropReason.Unresolved));
        peer.Elapse(TimeSpan.FromSeconds(1));
        Assert.Equal(16, peer.Stack.Counters.Dropped(DropReason.Unresolved));
    }

    [Fact]
    public void Packets_go_out_once_the_address_is_known()
    {
        using var peer = new ScriptedPeer();
        peer.Stack.ConnectTcp(new TransportEndpoint(Other, 80), peer.Now);
        var request = Assert.Single(peer.TakeFrames());
        Assert.Equal(MacAddress.Broadcast, new EthernetHeader(request).Destination);
        Assert.Equal(Other, new ArpPacket(request.AsSpan(EthernetHeader.Length)).TargetProtocol);
        var mac = new MacAddress(0x0200_0000_0050);
        peer.Arp(ArpPacket.Reply, mac, Other);
        Assert.Equal(mac, new EthernetHeader(Assert.Single(peer.TakeFrames())).Destination);
    }

    [Fact]
    public void A_gratuitous_announcement_updates_what_is_known_and_adds_nothing()
    {
        using var peer = new ScriptedPeer();
        var first = new MacAddress(0x0200_0000_0051);
        var second = new MacAddress(0x0200_0000_0052);
        peer.Arp(ArpPacket.Request, first, Other, target: Other);
        peer.Stack.ConnectTcp(new TransportEndpoint(Other, 80), peer.Now);
        Assert.Equal(EtherType.Arp, new EthernetHeader(Assert.Single(peer.TakeFrames())).EtherType);
        peer.Arp(ArpPacket.Reply, first, Other);
        Assert.Single(peer.TakeFrames());
        peer.Arp(ArpPacket.Request, second, Other, target: Other);
        peer.Stack.ConnectTcp(new TransportEndpoint(Other, 81), peer.Now);
        Assert.Equal(second, new EthernetHeader(Assert.Single(peer.TakeFrames())).Destination);
    }

    [Fact]
    public void Other_networks_are_reached_through_the_gateway()
    {
        using var peer = new ScriptedPeer(change: options => options with { Gateway = Other });
        peer.Stack.ConnectTcp(new TransportEndpoint(IPv4Address.Parse("192.0.2.1"), 80), peer.Now);
        Assert.Equal(Other, new ArpPacket(Assert.Single(peer.TakeFrames()).AsSpan(EthernetHeader.Length)).TargetProtocol);
    }

    [Fact]
    public void A_long_connection_keeps_its_neighbour_confirmed_before_it_expires()
    {
        using var network = new SimulatedNetwork();
        var (client, server) = network.Connect();
        var broadcasts = 0;
        network.Filter = (_, frame) =>
        {
            if (new EthernetHeader(frame.Bytes).Destination == MacAddress.Broadcast) broadcasts++;
            return true;
        };
        for (var second = 0; second < 300; second++)
        {
            client.Send(network.A.Slice(new byte[10]), network.Now);
            network.Run(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(3000, server.ReadableBytes);
        Assert.Equal(0, broadcasts);
        Assert.Equal(0, network.A.Stack.Counters.TotalDropped);
    }

    [Fact]
    public void An_echo_request_is_answered_with_its_own_bytes()
    {
        using var peer = new ScriptedPeer();
        var message = Echo(100);
        peer.SendIcmp(message);
        var reply = Assert.Single(peer.TakeFrames()).AsSpan(EthernetHeader.Length);
        Assert.Equal(IPv4Protocol.Icmp, new IPv4Header(reply).Protocol);
        var answer = reply[IPv4Header.MinimumLength..];
        Assert.Equal(IcmpHeader.EchoReply, answer[0]);
        Assert.Equal(InternetChecksum.Sound, InternetChecksum.Sum(answer));
        Assert.Equal(message.AsSpan(4), answer[4..]);
        Assert.Equal(InternetChecksum.Sound, InternetChecksum.Sum(reply[..IPv4Header.MinimumLength]));

        message[^1] ^= 1;
        peer.SendIcmp(message);
        Assert.Empty(peer.TakeFrames());
        Assert.Equal(1, peer.Stack.Counters.Dropped(DropReason.BadChecksum));
    }

    [Fact]
    public void Replies_nobody_takes_are_bounded_and_counted()
    {
        using var peer = new ScriptedPeer(change: options => options with { ReplyQueueFrames = 5 });
        for (var index = 0; index < 20; index++) peer.SendIcmp(Echo(10));
        for (var index = 0; index < 20; index++) peer.Send((uint)index, 0, TcpFlags.Syn);
        Assert.Equal(35, peer.Stack.Counters.Dropped(DropReason.ReplyQueueFull));
        Assert.Equal(5, peer.TakeFrames().Count);
    }

    [Fact]
    public void An_unreachable_message_ends_an_attempt_to_connect_only_if_it_quotes_its_SYN()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Stack.ConnectTcp(new TransportEndpoint(IPv4Address.Parse("10.0.0.99"), 80), peer.Now);
        var packet = Assert.Single(peer.TakeFrames()).AsSpan(EthernetHeader.Length, IPv4Header.MinimumLength + 8).ToArray();
        var wrong = packet.ToArray();
        wrong[^1] ^= 1;
        peer.SendIcmp(Sound([IcmpHeader.DestinationUnreachable, 1, 0, 0, 0, 0, 0, 0, .. wrong]));
        Assert.Equal(TcpState.SynSent, connection.State);
        peer.SendIcmp(Sound([IcmpHeader.DestinationUnreachable, 1, 0, 0, 0, 0, 0, 0, .. packet]));
        Assert.Equal(TcpFault.Unreachable, connection.Fault);
    }

    [Theory]
    [InlineData("10.0.0.1", 0x0A000001u)]
    [InlineData("255.255.255.255", 0xFFFFFFFFu)]
    [InlineData("0.0.0.0", 0u)]
    public void Addresses_are_read_and_written(string text, uint value)
    {
        Assert.Equal(value, IPv4Address.Parse(text).Value);
        Assert.Equal(text, new IPv4Address(value).ToString());
        foreach (var wrong in new[] { text + ".1", text + "x", "256.0.0.1", "", " 1.2.3.4", "1..2.3", "-1.2.3.4" })
            Assert.False(IPv4Address.TryParse(wrong, out _), wrong);
    }

    [Fact]
    public void The_checksum_agrees_with_a_plain_sum_for_every_length()
    {
        var random = new Random(1);
        for (var length = 0; length < 300; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var sum = 0u;
            for (var index = 0; index < length; index++) sum += index % 2 == 0 ? (uint)bytes[index] << 8 : bytes[index];
            while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
            Assert.Equal((ushort)sum, InternetChecksum.Sum(bytes));
        }
    }

    private static byte[] Echo(int payload) => Sound([IcmpHeader.Echo, 0, 0, 0, 0, 7, 0, 1, .. Enumerable.Range(0, payload).Select(value => (byte)value)]);

    private static byte[] Sound(byte[] message)
    {
        var header = new IcmpHeader(message);
        header.Checksum = InternetChecksum.Finish(InternetChecksum.Sum(message));
        return message;
    }
}
