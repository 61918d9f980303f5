namespace Flow.TcpIp;

/// <summary>What a <see cref="NetworkStack"/> is.</summary>
public sealed record NetworkStackOptions
{
    /// <summary>Its Ethernet address.</summary>
    public required MacAddress MacAddress { get; init; }

    /// <summary>Its IPv4 address.</summary>
    public required IPv4Address Address { get; init; }

    /// <summary>Bits of the address that name its network; hosts in it are reached directly.</summary>
    public int PrefixLength { get; init; } = 24;

    /// <summary>Where packets for other networks go; null if they go nowhere.</summary>
    public IPv4Address? Gateway { get; init; }

    /// <summary>Bytes of the largest IP packet the link carries; a super-frame stands for several.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>Whether frames of up to 64 KB are sent, for somebody further down, or nobody, to cut to size. They are always received.</summary>
    public bool SuperFrames { get; init; }

    /// <summary>Whether TCP checksums are computed; if not, they are left <see cref="ChecksumState.Partial"/>, as they always are in super-frames.</summary>
    public bool ComputeChecksums { get; init; } = true;

    /// <summary>What initial sequence numbers and ports are derived from. To be kept secret on a network with strangers.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most replies (RST, ICMP, ARP) that wait to be sent; more are dropped and counted.</summary>
    public int ReplyQueueFrames { get; init; } = 64;

    /// <summary>Most remains of closed connections in TIME-WAIT; a connection beyond that is forgotten as soon as it has ended, and counted.</summary>
    public int TimeWaitLimit { get; init; } = 16_384;

    /// <summary>What TCP connections are made with, unless told otherwise.</summary>
    public TcpOptions Tcp { get; init; } = new();

    internal void Validate()
    {
        // RFC 791: every link carries packets of 68 bytes; less than that would leave TCP no payload.
        if (Mtu is < 88 or > IPv4Header.MaximumPacketLength)
            throw new ArgumentException($"Mtu is {Mtu}; it must be from 88 to {IPv4Header.MaximumPacketLength}.");
        if (PrefixLength is < 1 or > 32)
            throw new ArgumentException($"PrefixLength is {PrefixLength}; it must be from 1 to 32.");
        if (MacAddress.IsMulticast || MacAddress == default)
            throw new ArgumentException($"MacAddress is {MacAddress}; it must name one host.");
        if (Address.IsMulticast || Address == IPv4Address.Any || Address == IPv4Address.Broadcast)
            throw new ArgumentException($"Address is {Address}; it must name one host.");
        if (Gateway is { } gateway && !gateway.IsInNetwork(Address, PrefixLength))
            throw new ArgumentException($"Gateway {gateway} is not in the network of {Address}/{PrefixLength}.");
        if (ReplyQueueFrames < 1)
            throw new ArgumentException($"ReplyQueueFrames is {ReplyQueueFrames}; it must be at least 1.");
        if (TimeWaitLimit < 0)
            throw new ArgumentException($"TimeWaitLimit is {TimeWaitLimit}; it must not be negative.");
        if (Tcp is null) throw new ArgumentException("Tcp must be given.");
        Tcp.Validate();
    }
}
