namespace Flow.TcpIp;

/// <summary>Initial sequence numbers and ephemeral ports that an outsider cannot foretell.</summary>
internal sealed class InitialSequence
{
    // The dynamic ports of RFC 6335 section 6.
    private const int FirstPort = 49_152;
    private const int PortCount = 65_536 - FirstPort;

    // RFC 9293 section 3.4.1: the clock ticks every 4 microseconds.
    private const long ClockTick = 4 * TimeSpan.TicksPerMicrosecond;

    private readonly SipHash _numberHash;
    private readonly SipHash _portHash;
    private uint _portsTaken;

    public InitialSequence(ulong seed)
    {
        var keys = new SipHash(seed, ~seed);
        _numberHash = new SipHash(keys.Compute(0, 0), keys.Compute(0, 1));
        _portHash = new SipHash(keys.Compute(1, 0), keys.Compute(1, 1));
    }

    /// <summary>ISN = M + F(4-tuple, key) (RFC 6528 section 3).</summary>
    public SequenceNumber Number(ConnectionKey key, TimeSpan now)
    {
        var addresses = (ulong)key.LocalAddress.Value << 32 | key.RemoteAddress.Value;
        var ports = (ulong)key.LocalPort << 16 | key.RemotePort;
        return new SequenceNumber((uint)(now.Ticks / ClockTick) + (uint)_numberHash.Compute(addresses, ports));
    }

    /// <summary>A port to <paramref name="remote"/> that is free, or null (RFC 6056 algorithm 3: an offset for each remote, and a counter).</summary>
    public ushort? Port(IPv4Address local, TransportEndpoint remote, Func<ushort, bool> isFree)
    {
        var offset = (uint)_portHash.Compute((ulong)local.Value << 32 | remote.Address.Value, remote.Port);
        for (var attempt = 0; attempt < PortCount; attempt++)
        {
            var port = (ushort)(FirstPort + (offset + _portsTaken++) % PortCount);
            if (isFree(port)) return port;
        }
        return null;
    }
}
