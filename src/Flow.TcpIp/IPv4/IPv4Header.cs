using System.Buffers.Binary;

namespace Flow.TcpIp;

/// <summary>A view of the fixed part of an IPv4 header (RFC 791 section 3.1).</summary>
internal readonly ref struct IPv4Header(Span<byte> bytes)
{
    /// <summary>Bytes without options; none are ever sent.</summary>
    public const int MinimumLength = 20;

    public const int MaximumPacketLength = 65_535;

    private const byte VersionAndLengthWithoutOptions = 0x45;
    private const ushort DontFragment = 0x4000;
    private const ushort MoreFragmentsAndOffset = 0x3FFF;

    private readonly Span<byte> _bytes = bytes[..MinimumLength];

    public int Version => _bytes[0] >> 4;

    public int HeaderLength => (_bytes[0] & 0x0F) * 4;

    public int TotalLength
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[2..], (ushort)value);
    }

    public ushort Identification
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[4..], value);
    }

    public bool IsFragment => (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & MoreFragmentsAndOffset) != 0;

    public IPv4Protocol Protocol => (IPv4Protocol)_bytes[9];

    public IPv4Address Source => IPv4Address.Read(_bytes[12..]);

    public IPv4Address Destination => IPv4Address.Read(_bytes[16..]);

    /// <summary>Writes every field, and the checksum.</summary>
    public void Write(int totalLength, ushort identification, byte timeToLive, IPv4Protocol protocol, IPv4Address source, IPv4Address destination)
    {
        _bytes[0] = VersionAndLengthWithoutOptions;
        _bytes[1] = 0;
        TotalLength = totalLength;
        Identification = identification;
        BinaryPrimitives.WriteUInt16BigEndian(_bytes[6..], DontFragment);
        _bytes[8] = timeToLive;
        _bytes[9] = (byte)protocol;
        source.Write(_bytes[12..]);
        destination.Write(_bytes[16..]);
        WriteChecksum();
    }

    /// <summary>Computes the checksum of a header without options.</summary>
    public void WriteChecksum()
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(_bytes[10..], InternetChecksum.Finish(InternetChecksum.Sum(_bytes)));
    }
}
