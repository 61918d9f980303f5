using Flow.TcpIp;

namespace Flow.DataPath.Tests;

/// <summary>Two hosts joined by a memory wire, with apps in memory: what an app opens on a is taken on b.</summary>
internal sealed class TwoHosts : IAsyncDisposable
{
    public TwoHosts(
        HostHops? hops = null,
        Func<WireDirection, ImpairmentOptions>? impairment = null,
        int mtu = 65_520,
        int wireFrames = 64,
        int appBufferBytes = 64 * 1024,
        HostStages? stagesOfB = null,
        ushort? portOfB = 80,
        IAppEnd? appsOfB = null,
        TimeSpan? timeWait = null,
        bool superFrames = true,
        bool checksums = false)
    {
        Wire = new MemoryWire(
            wireFrames, impairment is null ? null : direction => new Impairment(impairment(direction) with { Mtu = mtu }, Pool));
        AppsOfA = new MemoryAppEnd(appBufferBytes);
        AppsOfB = new MemoryAppEnd(appBufferBytes);
        var options = OptionsOfA with
        {
            Mtu = mtu,
            Hops = hops ?? new HostHops(),
            Pool = Pool,
            TimeWait = timeWait ?? OptionsOfA.TimeWait,
            SuperFrames = superFrames,
            ComputeChecksums = checksums,
        };
        A = new Host(options, Wire.A, AppsOfA);
        B = new Host(
            options with
            {
                Name = "b",
                MacAddress = new MacAddress(0x02_00_00_00_00_0B),
                Address = IPv4Address.Parse("10.0.0.2"),
                Remote = null,
                ListenPort = portOfB,
                Stages = stagesOfB ?? new HostStages(),
                Seed = 2,
            },
            Wire.B,
            appsOfB ?? AppsOfB);
    }

    /// <summary>The host that opens connections, to the other one.</summary>
    public static HostOptions OptionsOfA { get; } = new()
    {
        Name = "a",
        MacAddress = new MacAddress(0x02_00_00_00_00_0A),
        Address = IPv4Address.Parse("10.0.0.1"),
        Remote = new TransportEndpoint(IPv4Address.Parse("10.0.0.2"), 80),
        Seed = 1,
    };

    public BufferPool Pool { get; } = new();

    public MemoryWire Wire { get; }

    public Host A { get; }

    public Host B { get; }

    public MemoryAppEnd AppsOfA { get; }

    public MemoryAppEnd AppsOfB { get; }

    /// <summary>Opens a connection: the app's socket on a, and the one on b.</summary>
    public async Task<(IAppSocket OnA, IAppSocket OnB)> ConnectAsync()
    {
        var onA = await AppsOfA.OpenAsync().AsTask().WaitAsync(Patience);
        var onB = await AppsOfB.TakeAsync().AsTask().WaitAsync(Patience);
        return (onA, onB);
    }

    /// <summary>Longer than anything here takes, so that a hang fails instead of hanging.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static async Task SendAsync(IAppSocket socket, ReadOnlyMemory<byte> bytes, int chunk = 64 * 1024)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(chunk, bytes.Length)..])
            await socket.SendAsync(bytes[..Math.Min(chunk, bytes.Length)], CancellationToken.None).AsTask().WaitAsync(Patience);
        socket.CompleteSend();
    }

    public static async Task<byte[]> ReceiveAllAsync(IAppSocket socket)
    {
        using var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, CancellationToken.None).AsTask().WaitAsync(Patience) is > 0 and var count)
            received.Write(buffer, 0, count);
        return received.ToArray();
    }

    /// <summary>Stops both hosts and the wire; every buffer has come back then.</summary>
    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync().AsTask().WaitAsync(Patience);
        await B.DisposeAsync().AsTask().WaitAsync(Patience);
        await Wire.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(0, Pool.Outstanding);
    }
}
