namespace Flow.TcpIp;

/// <summary>Cuts super-frames into the frames they stand for, as a device does that sends them (TCP segmentation offload).</summary>
public static class SuperFrame
{
    /// <summary>The most TCP payload a super-frame carries, bytes: as many whole segments of <paramref name="segmentSize"/> as fit an IP packet.</summary>
    public static int LargestPayload(int segmentSize)
    {
        const int largest = IPv4Header.MaximumPacketLength - IPv4Header.MinimumLength - TcpHeader.MinimumLength;
        return Math.Max(largest - (largest % segmentSize), segmentSize);
    }

    private const int HeadersOffset = EthernetHeader.Length;

    /// <summary>
    /// Adds the frames that <paramref name="frame"/> stands for to <paramref name="parts"/>; one that stands for itself is added as it is.
    /// </summary>
    /// <param name="frame">An IPv4 TCP frame, whose ownership passes on: to the parts, which are the caller's.</param>
    /// <param name="pool">Where the parts come from.</param>
    /// <param name="parts">Where they go, in order.</param>
    /// <param name="completeChecksums">Whether their checksums are computed; if not they are left <see cref="ChecksumState.Partial"/>.</param>
    public static void Split(Frame frame, BufferPool pool, ICollection<Frame> parts, bool completeChecksums = true)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(parts);
        var count = Segments(frame);
        for (var index = 0; index < count; index++) parts.Add(Cut(frame, index, pool, completeChecksums));
        if (count == 0) parts.Add(frame);
        else frame.Dispose();
    }

    /// <summary>How many frames <paramref name="frame"/> can be cut into; 0 if it stands for itself.</summary>
    public static int Segments(Frame frame)
    {
        if (!frame.Offload.IsSuperFrame || !TryReadHeaders(frame.Data.Span, out var headersLength)) return 0;
        var payload = frame.Data.Length - headersLength;
        return (payload + frame.Offload.SegmentSize - 1) / frame.Offload.SegmentSize;
    }

    /// <summary>One of the frames that a super-frame stands for, which stays the caller's, as the part does.</summary>
    /// <param name="frame">An IPv4 TCP super-frame.</param>
    /// <param name="index">Which: less than <see cref="Segments"/>.</param>
    /// <param name="pool">Where the part comes from.</param>
    /// <param name="completeChecksum">Whether its checksum is computed; if not it is left <see cref="ChecksumState.Partial"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frame cannot be cut into so many.</exception>
    public static Frame Cut(Frame frame, int index, BufferPool pool, bool completeChecksum = true)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Segments(frame));
        _ = TryReadHeaders(frame.Data.Span, out var headersLength);
        var start = index * frame.Offload.SegmentSize;
        var length = Math.Min(frame.Offload.SegmentSize, frame.Data.Length - headersLength - start);
        var data = new BufferSlice(pool.Rent(Frame.HeadroomBytes + headersLength + length), Frame.HeadroomBytes, headersLength + length);
        var bytes = data.Span;
        frame.Data.Span[..headersLength].CopyTo(bytes);
        frame.Data.Span.Slice(headersLength + start, length).CopyTo(bytes[headersLength..]);

        var packet = bytes[HeadersOffset..];
        var ip = new IPv4Header(packet);
        ip.TotalLength = packet.Length;
        ip.Identification += (ushort)index;
        ip.WriteChecksum();

        var segment = packet[IPv4Header.MinimumLength..];
        var tcp = new TcpHeader(segment);
        tcp.SequenceNumber += start;
        // What ends the stream or pushes it is true only of the last byte.
        if (headersLength + start + length < frame.Data.Length) tcp.Flags &= ~(TcpFlags.Fin | TcpFlags.Psh);
        tcp.Checksum = InternetChecksum.PseudoHeader(ip.Source, ip.Destination, IPv4Protocol.Tcp, segment.Length);
        if (completeChecksum) tcp.Checksum = InternetChecksum.Finish(InternetChecksum.Sum(segment));
        return new Frame(data, new Offload(0, completeChecksum ? ChecksumState.Complete : ChecksumState.Partial));
    }

    // Only what a stack sends: no IPv4 options.
    private static bool TryReadHeaders(Span<byte> bytes, out int headersLength)
    {
        headersLength = HeadersOffset + IPv4Header.MinimumLength + TcpHeader.MinimumLength;
        if (bytes.Length < headersLength || new EthernetHeader(bytes).EtherType != EtherType.IPv4) return false;
        var packet = bytes[HeadersOffset..];
        var ip = new IPv4Header(packet);
        if (ip.HeaderLength != IPv4Header.MinimumLength || ip.Protocol != IPv4Protocol.Tcp) return false;
        headersLength = HeadersOffset + IPv4Header.MinimumLength + new TcpHeader(packet[IPv4Header.MinimumLength..]).HeaderLength;
        return headersLength < bytes.Length;
    }
}
