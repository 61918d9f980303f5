using System.Collections.Concurrent;
using System.Net.Sockets;
using Flow.Cli.Demo.Network;

namespace Flow.Cli.Tests.Demo;

/// <summary>A network of the shortest kind: each connection is handed on from one socket to another.</summary>
internal sealed class Relay : IDemoNetwork
{
    private readonly DemoNetworkOptions _options;
    private readonly Carrier _carrier;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Task _accepting;

    public Relay(DemoNetworkOptions options, Carrier carrier)
    {
        _options = options;
        _carrier = carrier;
        ConnectPath = Path.Combine(options.SocketDirectory, "relay");
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(ConnectPath));
        _listener.Listen(100);
        _accepting = AcceptAsync();
    }

    public string ConnectPath { get; }

    public long NativeBytesRented => 1L << 40;

    public IReadOnlyList<HopRow> Hops() =>
        [new HopRow("a", "receive", "frame-rxbuf", "rx", "eth-poll", "items", 512, 3, 100, 1_000, 50, 0, 0.5, 1.25)];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        foreach (var socket in _sockets) socket.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(RelayAsync(await _listener.AcceptAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(Socket a)
    {
        var b = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _sockets.Add(a);
        _sockets.Add(b);
        await b.ConnectAsync(new UnixDomainSocketEndPoint(_options.ListenPath));
        try
        {
            await Task.WhenAll(_carrier(a, b, fromA: true), _carrier(b, a, fromA: false));
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            // A connection that breaks breaks at both ends.
        }
        a.Dispose();
        b.Dispose();
    }
}
