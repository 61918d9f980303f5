namespace Flow.TcpIp;

/// <summary>Turns a transport payload into an addressed frame: the IPv4 and Ethernet headers, the route, the neighbour.</summary>
internal sealed class IPv4Output(NetworkStackOptions options, BufferPool pool, ArpCache arp, NetworkStackCounters counters)
{
    // As Linux, and as recommended by IANA (RFC 1700).
    private const byte TimeToLive = 64;

    private const int PayloadOffset = Frame.HeadroomBytes + EthernetHeader.Length + IPv4Header.MinimumLength;

    private ushort _identification;

    public IPv4Address LocalAddress => options.Address;

    /// <summary>Rents a block for a packet; the caller fills in the payload, which is the slice returned, and gives it to <see cref="TrySend"/>.</summary>
    public BufferSlice RentPayload(int payloadBytes) => new(pool.Rent(PayloadOffset + payloadBytes), PayloadOffset, payloadBytes);

    /// <summary>Whether there is a way to <paramref name="destination"/>.</summary>
    public bool IsRoutable(IPv4Address destination) => TryRoute(destination, out _);

    /// <summary>
    /// Makes <paramref name="payload"/>, from <see cref="RentPayload"/>, a frame; takes it over. False if there is no frame to send now,
    /// because it waits for address resolution or was dropped. Each of the <paramref name="packets"/> it stands for has an identification.
    /// </summary>
    public bool TrySend(BufferSlice payload, IPv4Protocol protocol, IPv4Address destination, Offload offload, int packets, TimeSpan now, out Frame frame)
    {
        const int headers = EthernetHeader.Length + IPv4Header.MinimumLength;
        frame = new Frame(new BufferSlice(payload.Buffer, payload.Offset - headers, payload.Length + headers), offload);
        var bytes = frame.Data.Span;
        new IPv4Header(bytes[EthernetHeader.Length..]).Write(
            IPv4Header.MinimumLength + payload.Length, _identification, TimeToLive, protocol, options.Address, destination);
        _identification += (ushort)packets;
        _ = new EthernetHeader(bytes) { Source = options.MacAddress, EtherType = EtherType.IPv4 };

        if (TryRoute(destination, out var nextHop)) return arp.TryAddress(frame, nextHop, now);
        counters.Drop(DropReason.Unroutable);
        frame.Dispose();
        return false;
    }

    private bool TryRoute(IPv4Address destination, out IPv4Address nextHop)
    {
        // RFC 1122 section 3.3.1.1: directly if it is on our network, else through the gateway.
        nextHop = destination.IsInNetwork(options.Address, options.PrefixLength) ? destination : options.Gateway.GetValueOrDefault();
        return nextHop != IPv4Address.Any;
    }
}
