using System.Buffers.Binary;

namespace Flow.TcpIp;

/// <summary>A view of what all ICMP messages begin with (RFC 792).</summary>
internal readonly ref struct IcmpHeader(Span<byte> bytes)
{
    public const int Length = 8;
    public const byte EchoReply = 0;
    public const byte DestinationUnreachable = 3;
    public const byte Echo = 8;

    private readonly Span<byte> _bytes = bytes[..Length];

    public byte Type
    {
        get => _bytes[0];
        set => _bytes[0] = value;
    }

    public ushort Checksum
    {
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[2..], value);
    }
}
