namespace Flow.TcpIp;

/// <summary>What an IPv4 packet carries (IANA protocol numbers).</summary>
internal enum IPv4Protocol : byte
{
    Icmp = 1,
    Tcp = 6,
}
