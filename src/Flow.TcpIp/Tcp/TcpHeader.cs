using System.Buffers.Binary;

namespace Flow.TcpIp;

/// <summary>A view of the fixed part of a TCP header (RFC 9293 section 3.1).</summary>
internal readonly ref struct TcpHeader(Span<byte> bytes)
{
    public const int MinimumLength = 20;
    public const int ChecksumOffset = 16;
    public const int FlagsOffset = 13;

    private readonly Span<byte> _bytes = bytes[..MinimumLength];

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public SequenceNumber SequenceNumber
    {
        get => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]));
        set => BinaryPrimitives.WriteUInt32BigEndian(_bytes[4..], value.Value);
    }

    public SequenceNumber AcknowledgmentNumber => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]));

    public int HeaderLength => (_bytes[12] >> 4) * 4;

    public TcpFlags Flags
    {
        get => (TcpFlags)_bytes[FlagsOffset];
        set => _bytes[FlagsOffset] = (byte)value;
    }

    public ushort Window => BinaryPrimitives.ReadUInt16BigEndian(_bytes[14..]);

    public ushort Checksum
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[ChecksumOffset..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[ChecksumOffset..], value);
    }

    /// <summary>Writes every field; the checksum is left 0.</summary>
    public void Write(
        ushort sourcePort, ushort destinationPort, SequenceNumber sequenceNumber, SequenceNumber acknowledgmentNumber,
        int headerLength, TcpFlags flags, ushort window)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(_bytes[2..], destinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes[4..], sequenceNumber.Value);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes[8..], acknowledgmentNumber.Value);
        _bytes[12] = (byte)(headerLength / 4 << 4);
        _bytes[FlagsOffset] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(_bytes[14..], window);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes[ChecksumOffset..], 0);
    }
}
