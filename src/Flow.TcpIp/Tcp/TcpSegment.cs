namespace Flow.TcpIp;

/// <summary>A received segment, checked for form.</summary>
internal readonly ref struct TcpSegment
{
    public required SequenceNumber SequenceNumber { get; init; }

    public required SequenceNumber AcknowledgmentNumber { get; init; }

    public required TcpFlags Flags { get; init; }

    /// <summary>The window field, not scaled.</summary>
    public required int Window { get; init; }

    /// <summary>The option bytes.</summary>
    public required ReadOnlySpan<byte> Options { get; init; }

    /// <summary>The payload; the reference is the caller's, to be shared by whom keeps bytes of it.</summary>
    public required BufferSlice Payload { get; init; }

    /// <summary>Payload bytes of one segment as the peer cut them: those of a super-frame are many.</summary>
    public required int SegmentSize { get; init; }

    public bool IsSyn => (Flags & TcpFlags.Syn) != 0;

    public bool IsFin => (Flags & TcpFlags.Fin) != 0;

    public bool IsRst => (Flags & TcpFlags.Rst) != 0;

    public bool IsAck => (Flags & TcpFlags.Ack) != 0;

    /// <summary>SEG.LEN: sequence numbers taken, SYN and FIN included.</summary>
    public int SequenceLength => Payload.Length + (IsSyn ? 1 : 0) + (IsFin ? 1 : 0);

    /// <summary>The sequence number after the last one taken.</summary>
    public SequenceNumber End => SequenceNumber + SequenceLength;
}
