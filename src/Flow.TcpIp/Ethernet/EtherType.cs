namespace Flow.TcpIp;

/// <summary>What an Ethernet frame carries (IEEE 802 numbers).</summary>
public enum EtherType : ushort
{
    /// <summary>IPv4 (RFC 894).</summary>
    IPv4 = 0x0800,

    /// <summary>ARP (RFC 826).</summary>
    Arp = 0x0806,

    /// <summary>IPv6 (RFC 2464).</summary>
    IPv6 = 0x86DD,
}
