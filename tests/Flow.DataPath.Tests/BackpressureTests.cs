namespace Flow.DataPath.Tests;

public sealed class BackpressureTests
{
    [Fact]
    public async Task An_app_that_stops_reading_stops_the_remote_writer_and_nobody_else()
    {
        var hops = new HostHops { ConnRxBuf = new(50_000), ConnTxBuf = new(30_000) };
        await using var hosts = new TwoHosts(hops, appBufferBytes: 10_000);
        var (stalledA, stalledB) = await hosts.ConnectAsync();
        var (otherA, otherB) = await hosts.ConnectAsync();
        var there = TwoHosts.Bytes(4_000_000, 1);

        // Far more than everything on the way can hold: the writer stands still, while the other connection moves it all.
        var stalled = TwoHosts.SendAsync(stalledA, there);
        var sending = TwoHosts.SendAsync(otherA, there);
        Assert.Equal(there, await TwoHosts.ReceiveAllAsync(otherB));
        await sending;

        Assert.False(stalled.IsCompleted);
        var rxBuf = hosts.B.Hops().Single(hop => hop.Reading.Name == "conn-rxbuf").Reading;
        Assert.Equal(50_000, rxBuf.Capacity);
        Assert.Equal(0, rxBuf.Released);
        Assert.All(hosts.A.Hops().Concat(hosts.B.Hops()), hop => Assert.True(hop.Reading.Peak <= hop.Reading.Capacity, $"{hop}"));

        Assert.Equal(there, await TwoHosts.ReceiveAllAsync(stalledB));
        await stalled;
    }

    [Fact]
    public async Task The_receive_buffer_of_a_stalled_app_is_filled_to_the_last_byte()
    {
        var hops = new HostHops { ConnRxBuf = new(50_000) };
        await using var hosts = new TwoHosts(hops, appBufferBytes: 1000, mtu: 1500);
        var (onA, onB) = await hosts.ConnectAsync();

        var sending = TwoHosts.SendAsync(onA, TwoHosts.Bytes(3_000_000, 1));
        using var patience = new CancellationTokenSource(TwoHosts.Patience);
        // And the socket in front of it is full of what handle-read has sent.
        while (Of("conn-rxbuf").Occupancy < 50_000 || Of("app") is { Items: 0 } || Of("app").Peak < Of("app").Capacity)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience.Token);

        await TwoHosts.ReceiveAllAsync(onB);
        await sending;

        HopReading Of(string name) => hosts.B.Hops().Single(hop => hop.Reading.Name == name).Reading;
    }
}
