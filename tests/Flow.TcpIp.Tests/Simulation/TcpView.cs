namespace Flow.TcpIp.Tests;

/// <summary>A frame as a test looks at it.</summary>
public readonly record struct TcpView(Frame Frame)
{
    private const int Transport = EthernetHeader.Length + IPv4Header.MinimumLength;

    public Span<byte> Bytes => Frame.Data.Span;

    public bool IsTcp => Bytes.Length >= Transport + TcpHeader.MinimumLength
        && new EthernetHeader(Bytes).EtherType == EtherType.IPv4 && new IPv4Header(Bytes[EthernetHeader.Length..]).Protocol == IPv4Protocol.Tcp;

    public bool IsArp => new EthernetHeader(Bytes).EtherType == EtherType.Arp;

    internal TcpHeader Header => new(Bytes[Transport..]);

    internal TcpFlags Flags => Header.Flags;

    internal bool Has(TcpFlags flags) => IsTcp && (Flags & flags) == flags;

    public uint Sequence => Header.SequenceNumber.Value;

    public uint Acknowledgment => Header.AcknowledgmentNumber.Value;

    public int Window => Header.Window;

    public int PayloadLength => Bytes.Length - Transport - Header.HeaderLength;

    public ReadOnlySpan<byte> Options => Bytes[(Transport + TcpHeader.MinimumLength)..(Transport + Header.HeaderLength)];
}
