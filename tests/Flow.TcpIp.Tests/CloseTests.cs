namespace Flow.TcpIp.Tests;

public sealed class CloseTests
{
    private const uint Next = ScriptedPeer.InitialSequence + 1;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Either_side_may_close_first_and_the_other_still_sends(double loss)
    {
        using var network = new SimulatedNetwork(3, new LinkConditions { Loss = loss });
        var (client, server) = network.Connect();
        var there = new Transfer(network.A, client, network.B, server, 10);
        Assert.True(network.RunUntil(() => there.IsDone && client.State == TcpState.FinWait2, TimeSpan.FromMinutes(10)));
        Assert.Equal(TcpState.CloseWait, server.State);
        Assert.True(network.B.EventsOf(server).HasFlag(SocketEvents.EndOfStream));

        var back = new Transfer(network.B, server, network.A, client, 100_000);
        Assert.True(network.RunUntil(() => back.IsDone && server.State == TcpState.Closed, TimeSpan.FromMinutes(10)));
        Assert.Equal(TcpState.TimeWait, client.State);
        Assert.True(network.A.EventsOf(client).HasFlag(SocketEvents.Closed));
        Assert.Null(client.Fault);
        Assert.Null(server.Fault);
        network.Run(TimeSpan.FromMinutes(3));
        Assert.Null(network.A.Stack.PollAt);
        Assert.Null(network.B.Stack.PollAt);
    }

    [Fact]
    public void Both_sides_may_close_at_once()
    {
        using var network = new SimulatedNetwork();
        var (client, server) = network.Connect();
        client.CompleteSend(network.Now);
        server.CompleteSend(network.Now);
        network.Run(TimeSpan.FromMicroseconds(1500));
        Assert.Equal(TcpState.Closing, client.State);
        Assert.Equal(TcpState.Closing, server.State);
        network.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(TcpState.TimeWait, client.State);
        Assert.Equal(TcpState.TimeWait, server.State);
        Assert.Null(client.Fault);
    }

    [Fact]
    public void What_was_queued_before_completion_arrives_before_the_end()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        connection.Send(peer.Slice(1500), peer.Now);
        connection.CompleteSend(peer.Now);
        Assert.Equal(0, connection.SendRoomBytes);
        var sent = peer.Take();
        Assert.Equal([1000, 500], sent.Select(s => s.Payload.Length));
        Assert.Equal([false, true], sent.Select(s => s.Has(TcpFlags.Fin)));
    }

    [Fact]
    public void A_late_FIN_is_acknowledged_from_TIME_WAIT_which_it_prolongs()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        var theirs = peer.TheirInitialSequence + 1;
        connection.CompleteSend(peer.Now);
        peer.Take();
        peer.Send(Next, theirs + 1, TcpFlags.Ack | TcpFlags.Fin);
        Assert.Equal(Next + 1, Assert.Single(peer.Take()).Acknowledgment);
        Assert.Equal(TcpState.TimeWait, connection.State);
        peer.Advance(TimeSpan.FromSeconds(50));
        peer.Send(Next, theirs + 1, TcpFlags.Ack | TcpFlags.Fin);
        Assert.Equal(TcpFlags.Ack, Assert.Single(peer.Take()).Flags);
        peer.Advance(TimeSpan.FromSeconds(59));
        peer.Send(Next, theirs + 1, TcpFlags.Ack | TcpFlags.Fin);
        Assert.Equal(TcpFlags.Ack, Assert.Single(peer.Take()).Flags);
        peer.Advance(TimeSpan.FromSeconds(61));
        peer.Send(Next, theirs + 1, TcpFlags.Ack | TcpFlags.Fin);
        Assert.True(Assert.Single(peer.Take()).Has(TcpFlags.Rst));
    }

    [Fact]
    public void A_new_SYN_beyond_the_old_sequence_numbers_takes_over_a_connection_in_TIME_WAIT()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        var theirs = peer.TheirInitialSequence + 1;
        connection.CompleteSend(peer.Now);
        peer.Take();
        peer.Send(Next, theirs + 1, TcpFlags.Ack | TcpFlags.Fin);
        peer.Take();
        peer.TakeEvents();

        peer.Send(Next, 0, TcpFlags.Syn);
        Assert.Equal(TcpFlags.Ack, Assert.Single(peer.Take()).Flags);
        peer.Send(Next + 100, 0, TcpFlags.Syn);
        var answer = Assert.Single(peer.Take());
        Assert.Equal(TcpFlags.Syn | TcpFlags.Ack, answer.Flags);
        Assert.True(new SequenceNumber(answer.Sequence) > new SequenceNumber(theirs + 1));
        peer.Send(Next + 101, answer.Sequence + 1, TcpFlags.Ack);
        Assert.True(peer.Stack.TryTakeActivity(out var activity));
        Assert.NotSame(connection, activity.Connection);
        Assert.Equal(TcpState.Established, activity.Connection.State);
    }

    [Fact]
    public void An_exact_RST_ends_the_connection_and_one_merely_in_the_window_is_challenged()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        peer.Send(Next + 1, 0, TcpFlags.Rst);
        Assert.Equal(Next, Assert.Single(peer.Take()).Acknowledgment);
        Assert.Equal(TcpState.Established, connection.State);
        foreach (var outside in new[] { Next - 1, Next + 2_000_000 })
        {
            peer.Send(outside, 0, TcpFlags.Rst);
            Assert.Empty(peer.Take());
            Assert.Equal(TcpState.Established, connection.State);
        }
        peer.Send(Next, 0, TcpFlags.Rst);
        Assert.Equal(TcpFault.Reset, connection.Fault);
        Assert.Equal(SocketEvents.Closed, peer.TakeEvents());
        Assert.Empty(peer.Take());
    }

    [Fact]
    public void Beyond_their_limit_connections_end_without_TIME_WAIT()
    {
        using var peer = new ScriptedPeer(change: static options => options with { TimeWaitLimit = 2 });
        peer.Stack.ListenTcp(peer.RemotePort);
        var theirs = new uint[3];
        for (var index = 0; index < theirs.Length; index++)
        {
            peer.Port = (ushort)(6000 + index);
            peer.Send(Next - 1, 0, TcpFlags.Syn);
            theirs[index] = Assert.Single(peer.Take()).Sequence + 1;
            peer.Send(Next, theirs[index], TcpFlags.Ack);
            Assert.True(peer.Stack.TryTakeActivity(out var activity));
            activity.Connection.CompleteSend(peer.Now);
            peer.Take();
            peer.Send(Next, theirs[index] + 1, TcpFlags.Ack | TcpFlags.Fin);
            peer.Take();
            peer.TakeEvents();
        }

        Assert.Equal([TcpFlags.Ack, TcpFlags.Ack, TcpFlags.Rst], theirs.Select((sequence, index) =>
        {
            peer.Port = (ushort)(6000 + index);
            peer.Send(Next, sequence + 1, TcpFlags.Ack | TcpFlags.Fin);
            return Assert.Single(peer.Take()).Flags;
        }));
        Assert.Equal(1, peer.Stack.Counters.TimeWaitsSkipped);
    }

    [Fact]
    public void Challenges_are_few_however_many_segments_ask_for_one()
    {
        using var peer = new ScriptedPeer();
        peer.Open();
        var answers = 0;
        for (var segment = 0; segment < 1000; segment++)
        {
            peer.Send(Next + 10, 0, segment % 2 == 0 ? TcpFlags.Syn : TcpFlags.Rst);
            answers += peer.Advance(milliseconds: 1).Count;
        }

        Assert.Equal(2, answers);
        Assert.Equal(2, peer.Stack.Counters.ChallengeAcknowledgments);
    }

    [Fact]
    public void A_SYN_in_the_window_is_challenged()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        peer.Send(Next + 10, 0, TcpFlags.Syn);
        Assert.Equal(TcpFlags.Ack, Assert.Single(peer.Take()).Flags);
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void An_acknowledgment_of_what_was_never_sent_is_challenged_and_its_bytes_are_not_taken()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        peer.Send(Next, peer.TheirInitialSequence + 2, TcpFlags.Ack, payload: new byte[10]);
        Assert.Equal(Next, Assert.Single(peer.Take()).Acknowledgment);
        Assert.Equal(0, connection.ReadableBytes);
    }

    [Fact]
    public void What_arrived_before_a_reset_can_still_be_read()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        peer.Send(Next, peer.TheirInitialSequence + 1, TcpFlags.Ack, payload: new byte[10]);
        peer.Send(Next + 10, 0, TcpFlags.Rst);
        Assert.Equal(SocketEvents.Readable | SocketEvents.Closed, peer.TakeEvents());
        Assert.True(connection.TryRead(out var slice));
        Assert.Equal(10, slice.Length);
        slice.Dispose();
        Assert.False(connection.TryRead(out _));
    }

    [Fact]
    public void Aborting_resets_the_peer()
    {
        using var network = new SimulatedNetwork();
        var (client, server) = network.Connect();
        client.Send(network.A.Slice(new byte[100]), network.Now);
        network.Run(TimeSpan.FromSeconds(1));
        client.Abort(network.Now);
        Assert.Equal(TcpFault.Aborted, client.Fault);
        network.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(TcpFault.Reset, server.Fault);
        Assert.Equal(1, network.A.Stack.Counters.ResetsSent);
    }

    [Fact]
    public void Abandoning_unread_bytes_or_ones_that_arrive_later_resets_but_abandoning_nothing_does_not()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        peer.Send(Next, peer.TheirInitialSequence + 1, TcpFlags.Ack, payload: new byte[10]);
        connection.AbandonReceive(peer.Now);
        Assert.True(Assert.Single(peer.Take()).Has(TcpFlags.Rst));
        Assert.Equal(TcpFault.Aborted, connection.Fault);

        using var later = new ScriptedPeer();
        connection = later.Open();
        connection.AbandonReceive(later.Now);
        Assert.Empty(later.Take());
        connection.Send(later.Slice(10), later.Now);
        Assert.Single(later.Take());
        later.Send(Next, later.TheirInitialSequence + 11, TcpFlags.Ack | TcpFlags.Fin, payload: new byte[10]);
        Assert.True(Assert.Single(later.Take()).Has(TcpFlags.Rst));
        Assert.Equal(TcpFault.Aborted, connection.Fault);
    }

    [Fact]
    public void A_connection_nobody_reads_from_does_not_wait_for_ever_for_the_peers_FIN()
    {
        using var peer = new ScriptedPeer();
        var connection = peer.Open();
        connection.AbandonReceive(peer.Now);
        connection.CompleteSend(peer.Now);
        peer.Take();
        peer.Send(Next, peer.TheirInitialSequence + 2, TcpFlags.Ack);
        peer.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(TcpState.FinWait2, connection.State);
        peer.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Null(connection.Fault);
    }

    [Fact]
    public void Places_of_connections_that_are_gone_are_used_again()
    {
        using var network = new SimulatedNetwork();
        network.B.Stack.ListenTcp(80);
        for (var round = 0; round < 20; round++)
        {
            var client = network.A.Stack.ConnectTcp(new TransportEndpoint(network.B.Address, 80), network.Now);
            Assert.True(network.RunUntil(() => network.B.Accepted.Count == round + 1, TimeSpan.FromSeconds(5)));
            client.CompleteSend(network.Now);
            network.B.Accepted[^1].CompleteSend(network.Now);
            network.Run(TimeSpan.FromSeconds(1));
            Assert.Equal(0, client.Id);
            Assert.Equal(0, network.B.Accepted[^1].Id);
        }
    }
}
