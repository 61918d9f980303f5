using System.Diagnostics.CodeAnalysis;

namespace Flow.TcpIp;

/// <summary>
/// A TCP/IP host without I/O: it takes frames and the time, and says which frames it owes and when it must be called again.
/// </summary>
/// <remarks>
/// <para>Not thread-safe: one thread at a time. Times count from any moment, the same for all calls, and never go back.</para>
/// <para>
/// Receiving never waits for sending: what is owed to a peer is state, and becomes a frame when <see cref="TryTransmitFrame"/> asks for one. So an owner asks
/// when it has room for a frame, after each frame it has received and each <see cref="Poll"/>.
/// </para>
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A network stack is called a stack.")]
public sealed class NetworkStack : IDisposable
{
    private readonly NetworkStackOptions _options;
    private readonly TimerQueue _timers = new();
    private readonly ReplyQueue _replies;
    private readonly ArpCache _arp;
    private readonly IcmpEcho _echo;
    private readonly TcpLayer _tcp;
    private readonly IPv4Input _input;
    private bool _isDisposed;

    /// <summary>Makes a host.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="pool">Where its frames come from.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public NetworkStack(NetworkStackOptions options, BufferPool pool)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pool);
        options.Validate();
        _options = options;
        _replies = new ReplyQueue(options.ReplyQueueFrames, Counters);
        _arp = new ArpCache(options, pool, _replies, Counters, _timers);
        var output = new IPv4Output(options, pool, _arp, Counters);
        _echo = new IcmpEcho(output, _replies);
        _tcp = new TcpLayer(options, pool, output, _replies, Counters, _timers);
        _input = new IPv4Input(options, _echo, _tcp, Counters);
    }

    /// <summary>What it has done so far.</summary>
    public NetworkStackCounters Counters { get; } = new();

    /// <summary>When <see cref="Poll"/> must next be called; null for never. May be earlier than anything happens, never later.</summary>
    public TimeSpan? PollAt => _timers.NextAt;

    /// <summary>Takes a frame in, whose ownership passes to the stack. Any bytes will do: what makes no sense is dropped and counted.</summary>
    public void ReceiveFrame(Frame frame, TimeSpan now)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Counters.FramesReceived++;
        try
        {
            Receive(frame, now);
        }
        finally
        {
            // Whoever keeps bytes of it has taken a reference.
            frame.Dispose();
        }
    }

    /// <summary>Makes the next frame owed, whose ownership passes to the caller. False: nothing is owed now.</summary>
    public bool TryTransmitFrame(TimeSpan now, out Frame frame)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        // Address resolution first: the others may wait for it. A connection's segment that must wait for it leaves a request behind.
        if (!_replies.TryDequeue(out frame) && !_arp.TryTakeResolved(out frame) && !_tcp.TryTransmit(now, out frame) && !_replies.TryDequeue(out frame))
            return false;
        Counters.FramesTransmitted++;
        return true;
    }

    /// <summary>Runs the timers that are due.</summary>
    public void Poll(TimeSpan now)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _timers.Run(now);
    }

    /// <summary>Accepts connections on a port.</summary>
    /// <param name="port">The local port.</param>
    /// <param name="backlog">Most connections in handshake, or established and not yet reported as activity.</param>
    /// <param name="options">What the connections are made with; null for the stack's own.</param>
    /// <exception cref="InvalidOperationException">The port is already listened on.</exception>
    public TcpListener ListenTcp(ushort port, int backlog = 128, TcpOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(backlog, 1);
        ArgumentOutOfRangeException.ThrowIfZero(port);
        options?.Validate();
        return _tcp.Listen(port, backlog, options ?? _options.Tcp);
    }

    /// <summary>Begins to connect; the outcome is activity, <see cref="SocketEvents.Connected"/> or <see cref="SocketEvents.Closed"/>.</summary>
    /// <param name="remote">Where to.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">What the connection is made with; null for the stack's own.</param>
    /// <exception cref="InvalidOperationException">Every local port is taken.</exception>
    /// <exception cref="ArgumentException">The remote is no host that could be reached over the wire.</exception>
    public TcpConnection ConnectTcp(TransportEndpoint remote, TimeSpan now, TcpOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (remote.Port == 0 || remote.Address.IsMulticast || remote.Address == IPv4Address.Any || remote.Address == IPv4Address.Broadcast || remote.Address == _options.Address)
            throw new ArgumentException($"{remote} cannot be connected to: it must be a port of another host.", nameof(remote));
        options?.Validate();
        return _tcp.Connect(remote, options ?? _options.Tcp, now);
    }

    /// <summary>Takes the next connection its owner should look at; each is here at most once, with all that has happened to it.</summary>
    public bool TryTakeActivity(out SocketActivity activity) => _tcp.TryTakeActivity(out activity);

    /// <summary>Releases every buffer held. Peers are told nothing.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _tcp.Dispose();
        _arp.Dispose();
        _replies.Dispose();
    }

    private void Receive(Frame frame, TimeSpan now)
    {
        var bytes = frame.Data.Span;
        if (bytes.Length < EthernetHeader.Length)
        {
            Counters.Drop(DropReason.Malformed);
            return;
        }
        var header = new EthernetHeader(bytes);
        var isUnicast = header.Destination == _options.MacAddress;
        if (!isUnicast && header.Destination != MacAddress.Broadcast)
        {
            Counters.Drop(DropReason.NotForUs);
            return;
        }
        if (header.EtherType == EtherType.Arp) _arp.Receive(bytes[EthernetHeader.Length..], now);
        else if (header.EtherType == EtherType.IPv4) _input.Receive(frame, now);
        else Counters.Drop(DropReason.UnknownProtocol);
    }
}
