namespace Flow.TcpIp;

/// <summary>One Ethernet frame, header first, in a pooled buffer; it may be a super-frame.</summary>
/// <param name="Data">The bytes of the frame, and their ownership.</param>
/// <param name="Offload">What the headers do not say.</param>
public readonly record struct Frame(BufferSlice Data, Offload Offload) : IDisposable
{
    /// <summary>Headroom every frame made here has in front of it, bytes: room for the offload header of a device, and more.</summary>
    public const int HeadroomBytes = 64;

    /// <summary>
    /// Bytes a frame of TCP has in front of its payload: headroom, Ethernet, IPv4 and TCP headers. Payload behind as much
    /// <see cref="PooledBuffer.Headroom"/> becomes a frame where it lies.
    /// </summary>
    public const int TcpPayloadOffset = HeadroomBytes + EthernetHeader.Length + IPv4Header.MinimumLength + TcpHeader.MinimumLength;

    /// <summary>Returns the buffer.</summary>
    public void Dispose() => Data.Dispose();
}
