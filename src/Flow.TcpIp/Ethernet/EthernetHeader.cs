using System.Buffers.Binary;

namespace Flow.TcpIp;

/// <summary>A view of the header of an Ethernet II frame.</summary>
internal readonly ref struct EthernetHeader(Span<byte> bytes)
{
    public const int Length = 14;

    private readonly Span<byte> _bytes = bytes[..Length];

    public MacAddress Destination
    {
        get => MacAddress.Read(_bytes);
        set => value.Write(_bytes);
    }

    public MacAddress Source
    {
        get => MacAddress.Read(_bytes[6..]);
        set => value.Write(_bytes[6..]);
    }

    public EtherType EtherType
    {
        get => (EtherType)BinaryPrimitives.ReadUInt16BigEndian(_bytes[12..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[12..], (ushort)value);
    }
}
