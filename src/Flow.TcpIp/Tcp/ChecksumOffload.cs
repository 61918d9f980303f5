namespace Flow.TcpIp;

/// <summary>Fills in the checksums that were left out, as a device does that sends the frames (VIRTIO_NET_HDR_F_NEEDS_CSUM).</summary>
public static class ChecksumOffload
{
    /// <summary>
    /// Writes the TCP checksum of an IPv4 frame that was left <see cref="ChecksumState.Partial"/>, and returns the frame with a complete one. A
    /// super-frame, whose parts get theirs when it is cut, and a frame that needs none are returned as they are.
    /// </summary>
    public static Frame Complete(Frame frame)
    {
        if (frame.Offload is not { IsSuperFrame: false, Checksum: ChecksumState.Partial }) return frame;
        var packet = frame.Data.Span[EthernetHeader.Length..];
        var ip = new IPv4Header(packet);
        var segment = packet[ip.HeaderLength..ip.TotalLength];
        // Until then the field holds the pseudo-header's sum.
        _ = new TcpHeader(segment) { Checksum = InternetChecksum.Finish(InternetChecksum.Sum(segment)) };
        return frame with { Offload = new Offload(0, ChecksumState.Complete) };
    }
}
