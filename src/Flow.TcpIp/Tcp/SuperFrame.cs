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
        if (!frame.Offload.IsSuperFrame || !TryReadHeaders(frame.Data.Span, out var headersLength))
        {
            parts.Add(frame);
            return;
        }
        var payload = frame.Data.Span[headersLength..];
        for (int index = 0, start = 0; start < payload.Length; index++, start += frame.Offload.SegmentSize)
        {
            var length = Math.Min(frame.Offload.SegmentSize, payload.Length - start);
            parts.Add(Part(frame, pool, headersLength, index, start, length, completeChecksums));
        }
        frame.Dispose();
    }

    private static Frame Part(Frame whole, BufferPool pool, int headersLength, int index, int start, int length, bool completeChecksum)
    {
        var data = new BufferSlice(pool.Rent(Frame.HeadroomBytes + headersLength + length), Frame.HeadroomBytes, headersLength + length);
        var bytes = data.Span;
        whole.Data.Span[..headersLength].CopyTo(bytes);
        whole.Data.Span.Slice(headersLength + start, length).CopyTo(bytes[headersLength..]);

        var packet = bytes[HeadersOffset..];
        var ip = new IPv4Header(packet);
        ip.TotalLength = packet.Length;
        ip.Identification += (ushort)index;
        ip.WriteChecksum();

        var segment = packet[IPv4Header.MinimumLength..];
        var tcp = new TcpHeader(segment);
        tcp.SequenceNumber += start;
        // What ends the stream or pushes it is true only of the last byte.
        if (headersLength + start + length < whole.Data.Length) tcp.Flags &= ~(TcpFlags.Fin | TcpFlags.Psh);
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
