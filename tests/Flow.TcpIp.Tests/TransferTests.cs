namespace Flow.TcpIp.Tests;

public sealed class TransferTests
{
    [Fact]
    public void A_stream_arrives_whole_both_ways()
    {
        using var network = new SimulatedNetwork();
        var (client, server) = network.Connect();
        var there = new Transfer(network.A, client, network.B, server, 3_000_000);
        var back = new Transfer(network.B, server, network.A, client, 2_000_000);

        Assert.True(network.RunUntil(() => there.IsDone && back.IsDone, TimeSpan.FromMinutes(1)));
        Assert.Equal(0, network.A.Stack.Counters.RetransmissionTimeouts);
    }
}
