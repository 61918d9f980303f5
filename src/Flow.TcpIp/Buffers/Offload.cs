namespace Flow.TcpIp;

/// <summary>What is known of a frame's transport checksum, as in the offload header of a TAP device (virtio_net_hdr).</summary>
public enum ChecksumState
{
    /// <summary>It is in the frame, complete; the receiver must verify it.</summary>
    Complete,

    /// <summary>It has been verified (VIRTIO_NET_HDR_F_DATA_VALID).</summary>
    Verified,

    /// <summary>It was left out, for a device to fill in (VIRTIO_NET_HDR_F_NEEDS_CSUM); between hosts on one machine nothing can have spoilt the bytes.</summary>
    Partial,
}

/// <summary>What a frame's headers do not say: whether it is a super-frame, and what is known of its checksum.</summary>
/// <param name="SegmentSize">
/// TCP payload bytes of each segment a super-frame stands for (gso_size); 0 for a frame that stands for itself.
/// </param>
/// <param name="Checksum">What is known of the TCP or UDP checksum.</param>
public readonly record struct Offload(ushort SegmentSize, ChecksumState Checksum)
{
    /// <summary>Whether the frame stands for several.</summary>
    public bool IsSuperFrame => SegmentSize != 0;
}
