namespace Flow.TcpIp;

/// <summary>One Ethernet frame, header first, in a pooled buffer; it may be a super-frame.</summary>
/// <param name="Data">The bytes of the frame, and their ownership.</param>
/// <param name="Offload">What the headers do not say.</param>
public readonly record struct Frame(BufferSlice Data, Offload Offload) : IDisposable
{
    /// <summary>Headroom every frame made here has in front of it, bytes: room for the offload header of a device, and more.</summary>
    public const int HeadroomBytes = 64;

    /// <summary>Returns the buffer.</summary>
    public void Dispose() => Data.Dispose();
}
