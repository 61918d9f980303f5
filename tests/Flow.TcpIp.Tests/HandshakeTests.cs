namespace Flow.TcpIp.Tests;

public sealed class HandshakeTests
{
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
}
