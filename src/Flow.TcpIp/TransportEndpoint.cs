namespace Flow.TcpIp;

/// <summary>One end of a connection.</summary>
/// <param name="Address">The host.</param>
/// <param name="Port">The port on it.</param>
public readonly record struct TransportEndpoint(IPv4Address Address, ushort Port)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Address}:{Port}";
}
