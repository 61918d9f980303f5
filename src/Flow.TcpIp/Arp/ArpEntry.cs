namespace Flow.TcpIp;

/// <summary>What is known of one neighbour.</summary>
internal sealed class ArpEntry(IPv4Address address)
{
    public IPv4Address Address { get; } = address;

    public MacAddress Hardware { get; set; }

    public bool IsResolved { get; set; }

    /// <summary>When an ARP packet last told <see cref="Hardware"/>.</summary>
    public TimeSpan ConfirmedAt { get; set; }

    public TimeSpan RequestedAt { get; set; }

    /// <summary>Requests sent and not answered; 0 while nothing is being resolved.</summary>
    public int Requests { get; set; }

    /// <summary>Frames whose destination is not known yet, the oldest first (RFC 1122 section 2.3.2.2).</summary>
    public Queue<Frame> Waiting { get; } = new();
}
