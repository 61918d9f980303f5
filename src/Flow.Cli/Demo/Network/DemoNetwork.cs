using Flow.DataPath;
using Flow.TcpIp;

namespace Flow.Cli.Demo.Network;

/// <summary>Two hosts of the data path in this process, joined by a memory wire.</summary>
internal sealed class DemoNetwork : IDemoNetwork
{
    private const ushort Port = 7000;

    private readonly BufferPool _pool = new();
    private readonly MemoryWire _wire;
    private readonly Host _a;
    private readonly Host _b;

    private DemoNetwork(DemoNetworkOptions options)
    {
        ConnectPath = Path.Combine(options.SocketDirectory, "a");
        var impaired = options.Loss > 0 || options.Delay > TimeSpan.Zero;
        _wire = new MemoryWire(
            impairment: impaired ? direction => new Impairment(Suffered(direction), _pool, options.TimeProvider) : null,
            options: new RunOptions { Name = "wire", TimeProvider = options.TimeProvider });
        var (addressOfA, addressOfB) = (IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2"));
        _a = new Host(
            new HostOptions
            {
                Name = "a",
                MacAddress = new MacAddress(0x02_00_00_00_00_0A),
                Address = addressOfA,
                Mtu = options.Mtu,
                Remote = new TransportEndpoint(addressOfB, Port),
                Seed = options.Seed,
                Pool = _pool,
                TimeProvider = options.TimeProvider,
            },
            _wire.A,
            new UnixAppEnd(ConnectPath, connectPath: null));
        _b = new Host(
            new HostOptions
            {
                Name = "b",
                MacAddress = new MacAddress(0x02_00_00_00_00_0B),
                Address = addressOfB,
                Mtu = options.Mtu,
                ListenPort = Port,
                Seed = options.Seed + 1,
                Pool = _pool,
                TimeProvider = options.TimeProvider,
            },
            _wire.B,
            new UnixAppEnd(listenPath: null, options.ListenPath));

        ImpairmentOptions Suffered(WireDirection direction) => new()
        {
            Loss = options.Loss,
            Delay = options.Delay,
            Mtu = options.Mtu,
            Seed = (2 * options.Seed) + (ulong)direction,
        };
    }

    public string ConnectPath { get; }

    // The pool's blocks are arrays, which the garbage collector counts.
    public long NativeBytesRented => 0;

    public static IDemoNetwork Create(DemoNetworkOptions options) => new DemoNetwork(options);

    public IReadOnlyList<HopRow> Hops() => [.. Rows(_a), .. Rows(_b)];

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _wire.DisposeAsync();
    }

    private static IEnumerable<HopRow> Rows(Host host) => host.Hops().Select(hop => new HopRow(
        host.Name,
        hop.Path,
        hop.Reading.Name,
        hop.From,
        hop.To,
        hop.Reading.Unit == HopUnit.Items ? "items" : "bytes",
        hop.Reading.Capacity,
        hop.Reading.Occupancy,
        hop.Reading.Peak,
        hop.Reading.Items,
        hop.Reading.Batches,
        hop.Reading.Dropped,
        hop.Reading.Blocked.TotalSeconds,
        hop.Reading.Starved.TotalSeconds));
}
