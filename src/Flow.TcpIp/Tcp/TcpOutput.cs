namespace Flow.TcpIp;

/// <summary>Finishes segments: the checksum, or what stands for it, and the way down.</summary>
internal sealed class TcpOutput(IPv4Output output, bool computeChecksums)
{
    public IPv4Address LocalAddress => output.LocalAddress;

    public bool IsRoutable(IPv4Address destination) => output.IsRoutable(destination);

    /// <summary>Rents a block for a segment, header included.</summary>
    public BufferSlice Rent(int bytes) => output.RentPayload(bytes);

    /// <summary>Sends a segment written into a block from <see cref="Rent"/>, which it takes over; false if there is no frame to send now.</summary>
    /// <param name="segment">The segment; its checksum field is ignored.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="segmentSize">Payload bytes of each segment it stands for, or 0 if it stands for itself.</param>
    /// <param name="packets">How many segments it stands for.</param>
    /// <param name="now">The time.</param>
    /// <param name="frame">The frame, the caller's.</param>
    public bool TrySend(BufferSlice segment, IPv4Address destination, int segmentSize, int packets, TimeSpan now, out Frame frame)
    {
        var header = new TcpHeader(segment.Span)
        {
            Checksum = InternetChecksum.PseudoHeader(output.LocalAddress, destination, IPv4Protocol.Tcp, segment.Length),
        };
        // Who cuts a super-frame computes the checksums; until then the field holds the pseudo-header's sum.
        var state = computeChecksums && segmentSize == 0 ? ChecksumState.Complete : ChecksumState.Partial;
        if (state == ChecksumState.Complete) header.Checksum = InternetChecksum.Finish(InternetChecksum.Sum(segment.Span));
        return output.TrySend(segment, IPv4Protocol.Tcp, destination, new Offload((ushort)segmentSize, state), packets, now, out frame);
    }
}
