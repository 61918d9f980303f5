namespace Flow.TcpIp.Tests;

public sealed class RetransmissionTests
{
    private const uint Next = ScriptedPeer.InitialSequence + 1;

    [Fact]
    public void The_retransmission_timeout_doubles_each_time_and_the_connection_times_out_after_the_limit()
    {
        using var peer = new ScriptedPeer(new TcpOptions { RetransmissionLimit = 5 });
        var connection = peer.Open();
        connection.Send(peer.Slice(100), peer.Now);
        var sent = peer.Advance(TimeSpan.FromMinutes(2));

        // Handshake in no time: SRTT 0, so the timeout is the least one.
        var waits = sent.Zip(sent.Skip(1), (first, second) => (second.At - first.At).TotalMilliseconds);
        Assert.Equal([200, 400, 800, 1600, 3200], waits);
        Assert.All(sent, segment => Assert.Equal(100, segment.Payload.Length));
        Assert.Equal(TcpFault.TimedOut, connection.Fault);
        Assert.Equal(SocketEvents.Closed, peer.TakeEvents());
        Assert.Equal(5, peer.Stack.Counters.RetransmissionTimeouts);
    }

    [Fact]
    public void A_SYN_is_sent_again_six_times_and_then_given_up()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Stack.ConnectTcp(new TransportEndpoint(IPv4Address.Parse("10.0.0.99"), 80), peer.Now);
        var sent = peer.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([0, 1, 3, 7, 15, 31, 63], sent.Where(s => s.Has(TcpFlags.Syn)).Select(s => s.At.TotalSeconds));
        Assert.Equal(TcpFault.TimedOut, connection.Fault);
    }

    [Fact]
    public void An_acknowledgment_of_a_segment_sent_twice_is_no_measurement_and_the_next_one_brings_the_timeout_back()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        var first = peer.TheirInitialSequence + 1;
        connection.Send(peer.Slice(100), peer.Now);
        peer.Advance(600);
        Assert.Equal(2, peer.Stack.Counters.RetransmissionTimeouts);

        // Karn: this one may be for any of three copies, so the timeout stays backed off: 200, 400, now 800 ms.
        peer.Send(Next, first + 100, TcpFlags.Ack);
        connection.Send(peer.Slice(100), peer.Now);
        Assert.Empty(peer.Advance(799).Skip(1));
        peer.Send(Next, first + 200, TcpFlags.Ack);

        // That was sent once and took 799 ms: from the second measurement on, the estimate decides again.
        connection.Send(peer.Slice(100), peer.Now);
        peer.Take();
        peer.Send(Next, first + 300, TcpFlags.Ack);
        connection.Send(peer.Slice(100), peer.Now);
        var sent = peer.Advance(3000);
        Assert.InRange((sent[1].At - sent[0].At).TotalMilliseconds, 300, 1200);
    }

    [Fact]
    public void Three_duplicate_acknowledgments_bring_a_segment_again_without_a_timeout()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        var first = peer.TheirInitialSequence + 1;
        connection.Send(peer.Slice(8000), peer.Now);
        Assert.Equal(8, peer.Take().Count);

        peer.Send(Next, first + 1000, TcpFlags.Ack);
        for (var duplicate = 0; duplicate < 2; duplicate++)
        {
            peer.Send(Next, first + 1000, TcpFlags.Ack);
            Assert.Empty(peer.Take());
        }
        peer.Send(Next, first + 1000, TcpFlags.Ack);
        var again = Assert.Single(peer.Take());
        Assert.Equal(first + 1000, again.Sequence);
        Assert.Equal(1000, again.Payload.Length);

        peer.Send(Next, first + 8000, TcpFlags.Ack);
        Assert.Empty(peer.Advance(10_000));
        Assert.Equal(1, peer.Stack.Counters.FastRetransmits);
        Assert.Equal(0, peer.Stack.Counters.RetransmissionTimeouts);
    }

    [Fact]
    public void Partial_acknowledgments_recover_several_losses_of_one_window_without_a_timeout()
    {
        var lost = new HashSet<int> { 20, 22, 25, 29 };
        using var network = new SimulatedNetwork(conditions: new LinkConditions { Delay = TimeSpan.FromMilliseconds(5) });
        var (client, server) = network.Connect();
        var segments = 0;
        network.Filter = (from, frame) => from != network.A || !frame.IsTcp || frame.PayloadLength == 0 || !lost.Contains(segments++);
        var transfer = new Transfer(network.A, client, network.B, server, 200_000, largestChunk: 60_000);

        Assert.True(network.RunUntil(() => transfer.IsDone, TimeSpan.FromMinutes(1)));
        Assert.Equal(0, network.A.Stack.Counters.RetransmissionTimeouts);
        Assert.Equal(4, network.A.Stack.Counters.Retransmissions);
        Assert.Equal(1, network.A.Stack.Counters.FastRetransmits);
    }

    [Fact]
    public void After_a_timeout_the_congestion_window_is_one_segment_and_grows_again()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        var first = peer.TheirInitialSequence + 1;
        connection.Send(peer.Slice(20_000), peer.Now);
        Assert.Equal(10, peer.Take().Count);
        Assert.Equal(first, Assert.Single(peer.Advance(250)).Sequence);
        peer.Send(Next, first + 1000, TcpFlags.Ack);
        Assert.Equal([first + 1000, first + 2000], peer.Take().Select(s => s.Sequence));
        peer.Send(Next, first + 3000, TcpFlags.Ack);
        Assert.Equal(4, peer.Take().Count);
    }

    [Fact]
    public void One_acknowledgment_of_many_segments_opens_the_congestion_window_by_all_their_bytes()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        var first = peer.TheirInitialSequence + 1;
        connection.Send(peer.Slice(60_000), peer.Now);
        Assert.Equal(10, peer.Take().Count);
        peer.Send(Next, first + 10_000, TcpFlags.Ack);
        Assert.Equal(20, peer.Take().Count);
    }

    [Fact]
    public void Acknowledgments_that_come_all_at_once_open_the_congestion_window_as_if_they_came_one_by_one()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        var first = peer.TheirInitialSequence + 1;
        connection.Send(peer.Slice(60_000), peer.Now);
        Assert.Equal(10, peer.Take().Count);
        for (var acknowledged = 2000u; acknowledged <= 10_000; acknowledged += 2000) peer.Send(Next, first + acknowledged, TcpFlags.Ack);
        Assert.Equal(20, peer.Take().Count);
    }

    [Fact]
    public void A_congestion_window_that_is_not_used_does_not_grow()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        var next = peer.TheirInitialSequence + 1;
        for (var round = 0; round < 20; round++)
        {
            connection.Send(peer.Slice(1000), peer.Now);
            peer.Take();
            peer.Send(Next, next += 1000, TcpFlags.Ack);
        }
        connection.Send(peer.Slice(60_000), peer.Now);
        Assert.Equal(10, peer.Take().Count);
    }

    [Fact]
    public void Sequence_numbers_may_wrap()
    {
        for (var seed = 0; ; seed++)
        {
            var sequence = 0u;
            using var network = new SimulatedNetwork(seed, new LinkConditions { Loss = 0.02 });
            network.Filter = (from, frame) =>
            {
                if (from == network.A && frame.Has(TcpFlags.Syn)) sequence = frame.Sequence;
                return true;
            };
            var (client, server) = network.Connect();
            if (sequence < uint.MaxValue - 8_000_000) continue;
            var there = new Transfer(network.A, client, network.B, server, 9_000_000, largestChunk: 50_000);
            Assert.True(network.RunUntil(() => there.IsDone, TimeSpan.FromHours(1)));
            return;
        }
    }
}
