namespace Flow.DataPath.Tests;

public sealed class BytesCrossTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task What_one_app_writes_the_other_reads_both_ways_at_once(int count)
    {
        await using var hosts = new TwoHosts();
        var (onA, onB) = await hosts.ConnectAsync();
        var (there, back) = (TwoHosts.Bytes(count, 1), TwoHosts.Bytes(count, 2));

        var sending = Task.WhenAll(TwoHosts.SendAsync(onA, there), TwoHosts.SendAsync(onB, back));
        var received = await Task.WhenAll(TwoHosts.ReceiveAllAsync(onB), TwoHosts.ReceiveAllAsync(onA));

        await sending;
        Assert.Equal(there, received[0]);
        Assert.Equal(back, received[1]);
    }

    [Fact]
    public async Task Every_hop_at_capacity_1_still_moves_both_ways_at_once()
    {
        await using var hosts = new TwoHosts(HostHops.Uniform(1), wireFrames: 1, appBufferBytes: 1);
        var (onA, onB) = await hosts.ConnectAsync();
        var (there, back) = (TwoHosts.Bytes(300, 1), TwoHosts.Bytes(300, 2));

        var sending = Task.WhenAll(TwoHosts.SendAsync(onA, there, 7), TwoHosts.SendAsync(onB, back, 5));
        var received = await Task.WhenAll(TwoHosts.ReceiveAllAsync(onB), TwoHosts.ReceiveAllAsync(onA));

        await sending;
        Assert.Equal(there, received[0]);
        Assert.Equal(back, received[1]);
        Assert.All(hosts.A.Hops().Concat(hosts.B.Hops()), hop => Assert.True(hop.Reading.Peak <= hop.Reading.Capacity, $"{hop}"));
    }

    [Fact]
    public async Task Frames_of_1500_bytes_carry_the_same_bytes()
    {
        await using var hosts = new TwoHosts(mtu: 1500);
        var (onA, onB) = await hosts.ConnectAsync();
        var there = TwoHosts.Bytes(2_000_000, 1);

        var sending = TwoHosts.SendAsync(onA, there);
        Assert.Equal(there, await TwoHosts.ReceiveAllAsync(onB));
        await sending;
    }

    [Fact]
    public async Task A_wire_that_loses_duplicates_and_reorders_loses_no_byte()
    {
        await using var hosts = new TwoHosts(
            impairment: direction => new ImpairmentOptions
            {
                Loss = 0.01,
                Duplication = 0.02,
                Reordering = 0.05,
                Delay = TimeSpan.FromMilliseconds(1),
                Seed = (ulong)direction + 7,
            },
            mtu: 1500);
        var (onA, onB) = await hosts.ConnectAsync();
        var (there, back) = (TwoHosts.Bytes(400_000, 1), TwoHosts.Bytes(400_000, 2));

        var sending = Task.WhenAll(TwoHosts.SendAsync(onA, there), TwoHosts.SendAsync(onB, back));
        var received = await Task.WhenAll(TwoHosts.ReceiveAllAsync(onB), TwoHosts.ReceiveAllAsync(onA));

        await sending;
        Assert.Equal(there, received[0]);
        Assert.Equal(back, received[1]);
        Assert.All(hosts.Wire.Impairments, impairment => Assert.True(impairment.Lost > 0 && impairment.Duplicated > 0 && impairment.Reordered > 0));
    }

    [Fact]
    public async Task Many_connections_at_once_each_get_their_own_bytes()
    {
        await using var hosts = new TwoHosts();
        var pairs = new List<(IAppSocket OnA, IAppSocket OnB)>();
        for (var i = 0; i < 50; i++) pairs.Add(await hosts.ConnectAsync());

        await Task.WhenAll(pairs.Select(async (pair, i) =>
        {
            var there = TwoHosts.Bytes(20_000 + i, i);
            var sending = Task.WhenAll(TwoHosts.SendAsync(pair.OnA, there), TwoHosts.SendAsync(pair.OnB, ReadOnlyMemory<byte>.Empty));
            Assert.Equal(there, await TwoHosts.ReceiveAllAsync(pair.OnB));
            await sending;
        }));
    }

    [Fact]
    public async Task A_pipeline_stands_in_for_any_stage_of_the_service()
    {
        var stages = new HostStages();
        stages = stages with
        {
            Put = host => Pipeline.Of<FrameParts>().Then("inner", new HostStages().Put(host)),
            Rx = host => Pipeline.Of<FrameParts>().Then("inner", new HostStages().Rx(host)),
            Tx = host => Pipeline.Of<TcpIp.Frame>().Then("inner", new HostStages().Tx(host)),
            HandleRead = (host, socket) => Pipeline.Of<TcpIp.BufferSlice>().Then("inner", new HostStages().HandleRead(host, socket)),
            UnixData = (host, socket) => Pipeline.Of<Nothing>().Then("inner", new HostStages().UnixData(host, socket)),
            HandleWrite = host => Pipeline.Of<TcpIp.BufferSlice>().Then("inner", new HostStages().HandleWrite(host)),
        };
        await using var hosts = new TwoHosts(stagesOfB: stages);
        var (onA, onB) = await hosts.ConnectAsync();
        var (there, back) = (TwoHosts.Bytes(300_000, 1), TwoHosts.Bytes(300_000, 2));

        var sending = Task.WhenAll(TwoHosts.SendAsync(onA, there), TwoHosts.SendAsync(onB, back));
        var received = await Task.WhenAll(TwoHosts.ReceiveAllAsync(onB), TwoHosts.ReceiveAllAsync(onA));

        await sending;
        Assert.Equal(there, received[0]);
        Assert.Equal(back, received[1]);
        Assert.Contains(hosts.B.Hops(), hop => hop.Reading.Name == "put.rx" && hop.Reading.Items > 0);
        Assert.Contains(hosts.B.Hops(), hop => hop.Reading.Name == "unix-data.handle-write" && hop.Reading.Items > 0);
    }
}
