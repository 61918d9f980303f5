namespace Flow.TcpIp;

/// <summary>The 4-tuple that tells connections apart.</summary>
internal readonly record struct ConnectionKey(IPv4Address LocalAddress, ushort LocalPort, IPv4Address RemoteAddress, ushort RemotePort)
{
    public override int GetHashCode()
    {
        // Multiplied by 2^64 over the golden ratio, which spreads neighbouring ports and addresses over the upper bits.
        var bits = (((ulong)RemoteAddress.Value << 32) | ((uint)LocalPort << 16) | RemotePort) + LocalAddress.Value;
        return (int)((bits * 0x9E37_79B9_7F4A_7C15) >> 32);
    }
}
