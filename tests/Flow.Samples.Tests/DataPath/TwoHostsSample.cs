using Flow;
using Flow.DataPath;
using Flow.TcpIp;
using Samples.Documents;

namespace Samples.DataPath;

public sealed class TwoHostsSample
{
    [Fact]
    public async Task Bytes_go_from_app_to_app()
    {
        await using var wire = new MemoryWire();
        var (appsOfA, appsOfB) = (new MemoryAppEnd(), new MemoryAppEnd());

        await using var a = new Host(
            new HostOptions
            {
                Name = "a",
                MacAddress = new MacAddress(0x02_00_00_00_00_0A),
                Address = IPv4Address.Parse("10.0.0.1"),
                Remote = new TransportEndpoint(IPv4Address.Parse("10.0.0.2"), 80),
            },
            wire.A, appsOfA);
        await using var b = new Host(
            new HostOptions
            {
                Name = "b",
                MacAddress = new MacAddress(0x02_00_00_00_00_0B),
                Address = IPv4Address.Parse("10.0.0.2"),
                ListenPort = 80,
            },
            wire.B, appsOfB);

        using var client = await appsOfA.OpenAsync();                       // an app connects to a's socket
        using var server = await appsOfB.TakeAsync();                       // b connects the app that serves its port
        await client.SendAsync("hello"u8.ToArray(), CancellationToken.None);
        var received = new byte[16];
        var count = await server.ReceiveAsync(received, CancellationToken.None);

        foreach (var hop in b.Hops()) Console.WriteLine($"{hop.From} -> {hop.To}: {hop.Reading.Name}, {hop.Reading.Items} items");

        Assert.Equal("hello"u8, received.AsSpan(0, count));
        AssertDiagramHas(b.Hops());
    }

    [Fact]
    public async Task A_step_and_a_hop_are_replaced()
    {
        await using var wire = new MemoryWire();
        var (appsOfA, appsOfB) = (new MemoryAppEnd(), new MemoryAppEnd());
        var options = new HostOptions
        {
            Name = "a",
            MacAddress = new MacAddress(0x02_00_00_00_00_0A),
            Address = IPv4Address.Parse("10.0.0.1"),
            Remote = new TransportEndpoint(IPv4Address.Parse("10.0.0.2"), 80),
        };

        var frames = 0;
        var variant = options with
        {
            Stages = new HostStages
            {
                Tx = _ => Pipeline.Of<Frame>().Tap("count", _ => Interlocked.Increment(ref frames)).Then("apart", new Tx()),
            },
            Hops = new HostHops { FrameTxBuf = new HopOptions<Frame>(1) },
        };

        await using var a = new Host(variant, wire.A, appsOfA);
        await using var b = new Host(
            options with
            {
                Name = "b",
                MacAddress = new MacAddress(0x02_00_00_00_00_0B),
                Address = IPv4Address.Parse("10.0.0.2"),
                Remote = null,
                ListenPort = 80,
            },
            wire.B, appsOfB);
        using var client = await appsOfA.OpenAsync().AsTask().Limit();
        using var server = await appsOfB.TakeAsync().AsTask().Limit();
        await client.SendAsync("hello"u8.ToArray(), CancellationToken.None).AsTask().Limit();
        Assert.Equal(5, await server.ReceiveAsync(new byte[16], CancellationToken.None).AsTask().Limit());
        Assert.NotEqual(0, Volatile.Read(ref frames));
        Assert.Equal(1, a.Hops().Single(hop => hop.Reading.Name == "frame-txbuf").Reading.Capacity);
    }

    private static void AssertDiagramHas(IReadOnlyList<PathHop> hops)
    {
        var document = new Document("docs/data-path.md");
        Assert.Equal(11, hops.SelectMany(hop => new[] { hop.From, hop.To }).Except(["app", "wire"]).Distinct().Count());
        foreach (var hop in hops)
        {
            var arrow = $"{Box(hop.From)}[\"{hop.From}\"] -->|\"{hop.Reading.Name}\"| {Box(hop.To)}";
            Assert.True(document.Says(arrow), $"The diagram has no '{arrow}'.");
        }

        static string Box(string name) => name switch
        {
            "app" => "app_reads",
            "wire" => "wire_out",
            _ => name.Replace('-', '_'),
        };
    }
}
