using System.Buffers.Binary;

namespace Flow.TcpIp;

/// <summary>A view of an ARP packet for IPv4 over Ethernet (RFC 826).</summary>
internal readonly ref struct ArpPacket(Span<byte> bytes)
{
    public const int Length = 28;
    public const ushort Request = 1;
    public const ushort Reply = 2;

    // Ethernet (1), IPv4 (0x0800), 6 and 4 octets.
    private const ulong EthernetAndIPv4 = 0x0001_0800_0604;

    private readonly Span<byte> _bytes = bytes[..Length];

    public bool IsIPv4OverEthernet => BinaryPrimitives.ReadUInt64BigEndian(_bytes) >> 16 == EthernetAndIPv4;

    public ushort Operation => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    public MacAddress SenderHardware => MacAddress.Read(_bytes[8..]);

    public IPv4Address SenderProtocol => IPv4Address.Read(_bytes[14..]);

    public IPv4Address TargetProtocol => IPv4Address.Read(_bytes[24..]);

    public void Write(ushort operation, MacAddress senderHardware, IPv4Address senderProtocol, MacAddress targetHardware, IPv4Address targetProtocol)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_bytes, EthernetAndIPv4 << 16 | operation);
        senderHardware.Write(_bytes[8..]);
        senderProtocol.Write(_bytes[14..]);
        targetHardware.Write(_bytes[18..]);
        targetProtocol.Write(_bytes[24..]);
    }
}
