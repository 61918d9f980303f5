namespace Flow.TcpIp.Tests;

public sealed class TransferTests
{
    public static TheoryData<int, double, double, double, int> Conditions()
    {
        var rows = new TheoryData<int, double, double, double, int>();
        foreach (var bufferBytes in new[] { 1, 7, 1460, 65_536, 1 << 20 })
            foreach (var loss in new[] { 0, 0.02, 0.2 })
                foreach (var (duplication, reordering) in new[] { (0.0, 0.0), (0.1, 0.3) })
                    foreach (var delay in new[] { 0, 1, 50 })
                        rows.Add(bufferBytes, loss, duplication, reordering, delay);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_stream_arrives_whole_both_ways(int bufferBytes, double loss, double duplication, double reordering, int delayMilliseconds)
    {
        var conditions = new LinkConditions
        {
            Loss = loss,
            Duplication = duplication,
            Reordering = reordering,
            Delay = TimeSpan.FromMilliseconds(delayMilliseconds),
        };
        var options = new TcpOptions { ReceiveBufferBytes = bufferBytes, SendQueueBytes = bufferBytes, RetransmissionLimit = 100, SynRetransmissionLimit = 20 };
        using var network = new SimulatedNetwork(seed: 1, conditions);
        var (client, server) = network.Connect(client: options, server: options);
        var bytes = Math.Min(400_000, 200 * bufferBytes);
        var there = new Transfer(network.A, client, network.B, server, bytes);
        var back = new Transfer(network.B, server, network.A, client, bytes * 2 / 3, seed: 8, room: bufferBytes);

        Assert.True(
            network.RunUntil(() => there.IsDone && back.IsDone, TimeSpan.FromHours(20)),
            $"{there.Received} of {there.Bytes} and {back.Received} of {back.Bytes} bytes; {client} {client.Fault}, {server} {server.Fault}");
        network.RunUntil(() => client.State is TcpState.Closed or TcpState.TimeWait && server.State is TcpState.Closed or TcpState.TimeWait, TimeSpan.FromHours(1));
        Assert.Null(client.Fault);
        Assert.Null(server.Fault);
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    public void Super_frames_and_frames_of_one_packet_mix(bool superFromA, bool superFromB, bool isSplit)
    {
        var conditions = new LinkConditions { Splits = isSplit, Loss = isSplit ? 0.01 : 0 };
        using var network = new SimulatedNetwork(3, conditions, o => o with { SuperFrames = superFromA }, o => o with { SuperFrames = superFromB, ComputeChecksums = false });
        var largest = 0;
        network.Filter = (_, frame) =>
        {
            largest = Math.Max(largest, frame.Bytes.Length);
            return true;
        };
        var (client, server) = network.Connect();
        var there = new Transfer(network.A, client, network.B, server, 6_000_000);
        var back = new Transfer(network.B, server, network.A, client, 5_000_000);

        Assert.True(network.RunUntil(() => there.IsDone && back.IsDone, TimeSpan.FromHours(1)));
        if (isSplit) Assert.Equal(1514, largest);
        else Assert.InRange(largest, 60_000, 65_549);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_frame_at_a_time_is_enough_room(int framesATurn)
    {
        using var network = new SimulatedNetwork { FramesATurn = framesATurn };
        var (client, server) = network.Connect();
        var there = new Transfer(network.A, client, network.B, server, 500_000);
        var back = new Transfer(network.B, server, network.A, client, 500_000);
        Assert.True(network.RunUntil(() => there.IsDone && back.IsDone, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Readers_that_pause_on_any_link_with_any_buffers_get_everything()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var isClean = random.Next(3) == 0;
            var conditions = new LinkConditions
            {
                Loss = isClean ? 0 : random.NextDouble() * 0.15,
                Duplication = random.Next(2) * 0.1,
                Reordering = random.Next(2) * random.NextDouble(),
                Corruption = isClean ? 0 : random.Next(2) * 0.02,
                Delay = TimeSpan.FromMilliseconds(random.Next(100)),
                Splits = !isClean,
            };
            TcpOptions Options() => new()
            {
                ReceiveBufferBytes = (int)Math.Pow(2, 20 * random.NextDouble()),
                SendQueueBytes = (int)Math.Pow(2, 20 * random.NextDouble()),
                NoDelay = random.Next(2) == 0,
                RetransmissionLimit = 100,
                SynRetransmissionLimit = 20,
            };
            var superFrames = random.Next(2) == 0;
            using var network = new SimulatedNetwork(seed, conditions, o => o with { SuperFrames = superFrames }, o => o with { Mtu = random.Next(88, 9000) })
            {
                FramesATurn = random.Next(1, 5),
            };
            var (clientOptions, serverOptions) = (Options(), Options());
            var (client, server) = network.Connect(client: clientOptions, server: serverOptions);
            long Length(TcpOptions from, TcpOptions to) => random.Next(1, (int)Math.Min(200_000, 100L * Math.Min(from.SendQueueBytes, to.ReceiveBufferBytes)) + 1);
            var there = new Transfer(network.A, client, network.B, server, Length(clientOptions, serverOptions), room: serverOptions.ReceiveBufferBytes);
            var back = new Transfer(network.B, server, network.A, client, Length(serverOptions, clientOptions));
            for (var step = 0; step < 200_000 && !(there.IsDone && back.IsDone); step++)
            {
                there.IsPaused = random.Next(3) == 0;
                back.IsPaused = random.Next(3) == 0;
                network.RunUntil(() => there.IsDone && back.IsDone, TimeSpan.FromMilliseconds(random.Next(2000)));
            }
            Assert.True(there.IsDone && back.IsDone, $"Seed {seed}: {there.Received} of {there.Bytes} and {back.Received} of {back.Bytes} bytes; {client} {client.Fault}, {server} {server.Fault}");
        }
    }

    [Fact]
    public void A_run_repeats_exactly_from_its_seed()
    {
        ulong Run(int seed)
        {
            var conditions = new LinkConditions { Loss = 0.05, Duplication = 0.05, Reordering = 0.2 };
            using var network = new SimulatedNetwork(seed, conditions);
            var (client, server) = network.Connect();
            var there = new Transfer(network.A, client, network.B, server, 300_000);
            var back = new Transfer(network.B, server, network.A, client, 300_000);
            Assert.True(network.RunUntil(() => there.IsDone && back.IsDone, TimeSpan.FromHours(1)));
            return network.Digest;
        }

        Assert.Equal(Run(5), Run(5));
        Assert.NotEqual(Run(5), Run(6));
    }

    [Fact]
    public void A_corrupted_stream_is_repaired()
    {
        using var network = new SimulatedNetwork(4, new LinkConditions { Corruption = 0.05 });
        var (client, server) = network.Connect();
        var there = new Transfer(network.A, client, network.B, server, 1_000_000);
        Assert.True(network.RunUntil(() => there.IsDone, TimeSpan.FromHours(1)));
        Assert.True(network.B.Stack.Counters.Dropped(DropReason.BadChecksum) > 0);
    }

    [Fact]
    public void Many_connections_share_the_link_fairly()
    {
        using var network = new SimulatedNetwork { FramesATurn = 1 };
        network.B.Stack.ListenTcp(80);
        var clients = Enumerable.Range(0, 50).Select(_ => network.A.Stack.ConnectTcp(new TransportEndpoint(network.B.Address, 80), network.Now)).ToList();
        Assert.True(network.RunUntil(() => network.B.Accepted.Count == 50, TimeSpan.FromSeconds(10)));
        var transfers = clients
            .Select(client => new Transfer(network.A, client, network.B, network.B.Accepted.Single(server => server.Remote == client.Local), 100_000))
            .ToList();
        Assert.Equal(50, transfers.Select(transfer => transfer.Sender.Id).Distinct().Count());
        Assert.True(network.RunUntil(() => transfers.Any(transfer => transfer.IsDone), TimeSpan.FromMinutes(1)));
        Assert.All(transfers, transfer => Assert.InRange(transfer.Received, 50_000, 100_000));
        Assert.True(network.RunUntil(() => transfers.All(transfer => transfer.IsDone), TimeSpan.FromMinutes(1)));
    }
}
