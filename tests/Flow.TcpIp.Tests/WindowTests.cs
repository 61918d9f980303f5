namespace Flow.TcpIp.Tests;

public sealed class WindowTests
{
    private const uint Next = ScriptedPeer.InitialSequence + 1;

    [Fact]
    public void The_window_is_the_room_downstream_less_what_is_unread()
    {
        using var peer = new ScriptedPeer(new TcpOptions { ReceiveBufferBytes = 10_000 });
        var connection = peer.Open();
        var acknowledgment = peer.TheirInitialSequence + 1;
        connection.SetReceiveRoom(10_000, peer.Now);
        peer.Send(Next, acknowledgment, TcpFlags.Ack, payload: new byte[1000]);
        peer.Send(Next + 1000, acknowledgment, TcpFlags.Ack, payload: new byte[1000]);
        Assert.Equal(8000, Assert.Single(peer.Take()).Window);

        // Moving bytes into the room downstream changes nothing; room made there does.
        Assert.True(connection.TryRead(out var slice));
        slice.Dispose();
        connection.SetReceiveRoom(9000, peer.Now);
        peer.Send(Next + 2000, acknowledgment, TcpFlags.Ack, payload: new byte[2000]);
        Assert.Equal(6000, Assert.Single(peer.Advance(40)).Window);
        while (connection.TryRead(out slice)) slice.Dispose();
        connection.SetReceiveRoom(10_000, peer.Now);
        peer.Send(Next + 4000, acknowledgment, TcpFlags.Ack, payload: new byte[2000]);
        Assert.Equal(8000, Assert.Single(peer.Advance(40)).Window);
    }

    [Fact]
    public void A_closed_window_opens_by_an_update_once_there_is_room_for_a_segment()
    {
        using var peer = new ScriptedPeer(new TcpOptions { ReceiveBufferBytes = 4000 });
        var connection = peer.Open();
        connection.SetReceiveRoom(0, peer.Now);
        peer.Send(Next, peer.TheirInitialSequence + 1, TcpFlags.Ack, payload: new byte[4000]);
        var closed = Assert.Single(peer.Take());
        Assert.Equal(0, closed.Window);
        Assert.Equal(Next + 4000, closed.Acknowledgment);
        while (connection.TryRead(out var slice)) slice.Dispose();

        connection.SetReceiveRoom(1459, peer.Now);
        Assert.Empty(peer.Advance(1000));
        connection.SetReceiveRoom(1460, peer.Now);
        Assert.Equal(1460, Assert.Single(peer.Take()).Window);
    }

    [Fact]
    public void What_was_offered_is_accepted_even_if_the_room_has_gone_and_bytes_beyond_it_are_not()
    {
        using var peer = new ScriptedPeer(new TcpOptions { ReceiveBufferBytes = 1500 });
        var connection = peer.Open();
        connection.SetReceiveRoom(0, peer.Now);
        peer.Send(Next, peer.TheirInitialSequence + 1, TcpFlags.Ack, payload: new byte[1600]);
        Assert.Equal(1500, connection.ReadableBytes);
        var acknowledgment = Assert.Single(peer.Take());
        Assert.Equal(Next + 1500, acknowledgment.Acknowledgment);
        Assert.Equal(0, acknowledgment.Window);
    }

    [Fact]
    public void A_FIN_is_accepted_at_the_edge_of_a_closed_window_and_the_connection_still_ends()
    {
        using var peer = new ScriptedPeer(new TcpOptions { ReceiveBufferBytes = 100 });
        var connection = peer.Open();
        var theirs = peer.TheirInitialSequence + 1;
        connection.SetReceiveRoom(0, peer.Now);
        peer.Send(Next, theirs, TcpFlags.Ack | TcpFlags.Fin, payload: new byte[100]);
        Assert.Equal(Next + 101, Assert.Single(peer.Take()).Acknowledgment);
        Assert.True(peer.TakeEvents().HasFlag(SocketEvents.EndOfStream));
        connection.CompleteSend(peer.Now);
        Assert.True(Assert.Single(peer.Take()).Has(TcpFlags.Fin));
        peer.Send(Next + 101, theirs + 1, TcpFlags.Ack);
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Null(connection.Fault);
        Assert.Equal(100, connection.ReadableBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(3000)]
    [InlineData(65_535)]
    [InlineData(1 << 20)]
    public void The_right_edge_never_moves_left_and_never_creeps(int capacity)
    {
        using var network = new SimulatedNetwork(2, new LinkConditions { Loss = 0.01, Reordering = 0.1 });
        var scale = new ReceiveWindow(capacity).Scale;
        var step = Math.Min(Math.Max(capacity / 2, 1), 1460);
        var (client, server) = network.Connect(server: new TcpOptions { ReceiveBufferBytes = capacity });
        SequenceNumber? edge = null;
        network.Filter = (from, frame) =>
        {
            if (from != network.B || !frame.IsTcp) return true;
            var right = new SequenceNumber(frame.Acknowledgment) + (frame.Window << scale);
            if (edge is { } before)
            {
                var moved = right - before;
                // A scaled window is a multiple of the scale's unit, so the edge wavers by less than that (RFC 7323 section 2.4).
                Assert.True(moved >= -((1 << scale) - 1), $"The edge moved by {moved}.");
                Assert.True(moved < 1 << scale || moved >= step, $"The edge moved by {moved}, less than {step}.");
            }
            edge = edge is { } known ? SequenceNumber.Max(known, right) : right;
            return true;
        };
        var transfer = new Transfer(network.A, client, network.B, server, Math.Min(300L * capacity, 3_000_000), room: capacity);
        var random = new Random(1);
        network.B.Applications.Insert(0, now =>
        {
            if (random.Next(3) == 0) server.SetReceiveRoom(random.Next(capacity + 1), now);
            return false;
        });
        Assert.True(network.RunUntil(() => transfer.IsDone, TimeSpan.FromHours(10)));
    }

    [Fact]
    public void A_closed_window_is_probed_less_and_less_often_and_never_given_up_while_the_peer_answers()
    {
        using var peer = new ScriptedPeer(new TcpOptions { RetransmissionLimit = 3 });
        var connection = peer.Open(window: 0);
        var theirs = peer.TheirInitialSequence + 1;
        connection.Send(peer.Slice(100), peer.Now);
        Assert.Empty(peer.Take());
        var at = new List<double>();
        for (var probe = 0; probe < 15; probe++)
        {
            var sent = peer.Take();
            for (var waited = 0; sent.Count == 0 && waited < 1300; waited++) sent = peer.Advance(100);
            var one = Assert.Single(sent);
            Assert.Empty(one.Payload);
            at.Add(one.At.TotalMilliseconds);
            peer.Send(Next, theirs, TcpFlags.Ack, window: 0);
        }
        Assert.Equal([200, 600, 1400, 3000], at.Take(4));
        Assert.InRange(at[^1] - at[^2], 119_000, 121_000);
        Assert.Equal(TcpState.Established, connection.State);

        peer.Send(Next, theirs, TcpFlags.Ack, window: 1000);
        Assert.Equal(100, Assert.Single(peer.Take()).Payload.Length);
    }

    [Fact]
    public void Probes_that_nobody_answers_end_the_connection()
    {
        using var peer = new ScriptedPeer(new TcpOptions { RetransmissionLimit = 3 });
        var connection = peer.Open(window: 0);
        connection.Send(peer.Slice(100), peer.Now);
        Assert.Equal(3, peer.Advance(TimeSpan.FromMinutes(10)).Count);
        Assert.Equal(TcpFault.TimedOut, connection.Fault);
    }

    [Fact]
    public void A_lost_window_update_is_made_good_by_a_probe()
    {
        using var network = new SimulatedNetwork();
        var (client, server) = network.Connect(server: new TcpOptions { ReceiveBufferBytes = 5000 });
        var transfer = new Transfer(network.A, client, network.B, server, 20_000) { IsPaused = true };
        network.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(5000, server.ReadableBytes);

        var lost = 0;
        network.Filter = (from, frame) => from != network.B || lost++ > 0;
        transfer.IsPaused = false;
        Assert.True(network.RunUntil(() => transfer.IsDone, TimeSpan.FromSeconds(10)));
        Assert.True(network.A.Stack.Counters.WindowProbes > 0);
    }

    [Fact]
    public void A_silly_window_is_left_alone_for_a_while_and_then_filled_exactly()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open(window: 2300);
        var theirs = peer.TheirInitialSequence + 1;
        connection.Send(peer.Slice(5000), peer.Now);
        Assert.Equal([1000, 1000], peer.Take().Select(s => s.Payload.Length));
        peer.Send(Next, theirs + 2000, TcpFlags.Ack, window: 300);

        Assert.Empty(peer.Advance(199));
        Assert.Equal(300, Assert.Single(peer.Advance(1)).Payload.Length);
    }

    [Fact]
    public void Small_segments_wait_for_acknowledgments_only_if_asked_to()
    {
        foreach (var noDelay in new[] { true, false })
        {
            using var peer = new ScriptedPeer(new TcpOptions { NoDelay = noDelay });
            var connection = peer.Open();
            connection.Send(peer.Slice(10), peer.Now);
            Assert.Single(peer.Take());
            connection.Send(peer.Slice(10), peer.Now);
            Assert.Equal(noDelay ? 1 : 0, peer.Take().Count);
            peer.Send(Next, peer.TheirInitialSequence + 11, TcpFlags.Ack);
            Assert.Equal(noDelay ? 0 : 1, peer.Take().Count);
        }
    }

    [Fact]
    public void Every_second_full_segment_is_acknowledged_at_once_and_a_single_one_after_40_ms()
    {
        using var peer = new ScriptedPeer();
        peer.Open();
        var theirs = peer.TheirInitialSequence + 1;
        peer.Send(Next, theirs, TcpFlags.Ack, payload: new byte[1000]);
        Assert.Empty(peer.Advance(39));
        Assert.Equal(Next + 1000, Assert.Single(peer.Advance(1)).Acknowledgment);
        peer.Send(Next + 1000, theirs, TcpFlags.Ack, payload: new byte[1000]);
        Assert.Empty(peer.Take());
        peer.Send(Next + 2000, theirs, TcpFlags.Ack, payload: new byte[1000]);
        Assert.Equal(Next + 3000, Assert.Single(peer.Take()).Acknowledgment);
    }

    [Fact]
    public void A_writer_that_found_no_room_is_told_of_it_even_in_a_queue_of_one_byte()
    {
        using var peer = new ScriptedPeer(new TcpOptions { SendQueueBytes = 1 });
        var connection = peer.Open();
        for (var index = 0u; index < 5; index++)
        {
            connection.Send(peer.Slice(1), peer.Now);
            Assert.Equal(0, connection.SendRoomBytes);
            using (var more = peer.Slice(1)) Assert.Throws<InvalidOperationException>(() => connection.Send(more, peer.Now));
            Assert.Single(peer.Take());
            Assert.Equal(SocketEvents.None, peer.TakeEvents());
            peer.Send(Next, peer.TheirInitialSequence + 2 + index, TcpFlags.Ack);
            Assert.Equal(SocketEvents.Writable, peer.TakeEvents());
        }
    }

    [Fact]
    public void Memory_held_is_about_twice_the_bytes_however_small_the_segments()
    {
        using var peer = new ScriptedPeer(new TcpOptions { ReceiveBufferBytes = 60_000 });
        var connection = peer.Open();
        var sequence = Next;
        var random = new Random(1);
        while (connection.ReadableBytes < 55_000)
        {
            // In and out of order, and large ones among small.
            var length = random.Next(4) == 0 ? 1460 : random.Next(1, 30);
            peer.Send(sequence + (uint)length, peer.TheirInitialSequence + 1, TcpFlags.Ack, payload: new byte[length]);
            peer.Send(sequence, peer.TheirInitialSequence + 1, TcpFlags.Ack, payload: new byte[length]);
            sequence += (uint)(2 * length);
            peer.Take();
            Assert.InRange(peer.Pool.OutstandingBytes, 0, 2 * connection.ReadableBytes + 2 * BufferPool.SmallBlockBytes);
        }
    }
}
