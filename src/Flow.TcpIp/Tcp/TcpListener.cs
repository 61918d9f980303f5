namespace Flow.TcpIp;

/// <summary>A port that accepts connections. Each appears as activity <see cref="SocketEvents.Connected"/> with this as its <see cref="TcpConnection.Listener"/>.</summary>
public sealed class TcpListener : IDisposable
{
    private readonly TcpLayer _layer;

    internal TcpListener(TcpLayer layer, ushort port, int backlog, TcpOptions options)
    {
        _layer = layer;
        Port = port;
        Backlog = backlog;
        Options = options;
    }

    /// <summary>The local port.</summary>
    public ushort Port { get; }

    /// <summary>Most connections in handshake or established and not yet reported; a SYN beyond that is dropped, to be sent again.</summary>
    public int Backlog { get; }

    /// <summary>What the connections are made with.</summary>
    internal TcpOptions Options { get; }

    /// <summary>Connections that count against the backlog.</summary>
    internal int Pending { get; set; }

    /// <summary>Stops accepting. Connections made stay, those in handshake too.</summary>
    public void Dispose() => _layer.Unlisten(this);
}
