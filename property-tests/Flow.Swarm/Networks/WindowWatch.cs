using System.Buffers.Binary;
using Flow.Swarm.Laws;
using Flow.TcpIp;

namespace Flow.Swarm.Networks;

/// <summary>
/// Watches the frames a host sends, in the order it sends them: the right edge of the window it offers on a connection never moves left
/// (RFC 9293 section 3.8.6), but for what a scaled window cannot say (RFC 7323 section 2.4).
/// </summary>
internal sealed class WindowWatch(string host, Action<BreachException> fail)
{
    private const int Ethernet = 14;
    private const byte Tcp = 6;
    private const byte Fin = 1;
    private const byte Syn = 2;
    private const byte Rst = 4;
    private const byte Ack = 16;
    private const byte WindowScaleKind = 3;
    private const byte NoOperation = 1;

    private readonly Dictionary<(uint Remote, uint Ports), Offer> _offers = [];

    public void Look(Frame frame)
    {
        var bytes = frame.Data.Span;
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]) != (ushort)EtherType.IPv4) return;
        var packet = bytes[Ethernet..];
        if (packet[9] != Tcp) return;
        var segment = packet[(4 * (packet[0] & 0xF))..];
        var key = (BinaryPrimitives.ReadUInt32BigEndian(packet[16..]), BinaryPrimitives.ReadUInt32BigEndian(segment));
        var flags = segment[13];
        if ((flags & Syn) != 0)
        {
            _offers[key] = new Offer { Scale = ReadScale(segment[20..(4 * (segment[12] >> 4))]) };
            return;
        }

        // After a FIN answers may come from what is left of the connection, whose window means nothing any more.
        if ((flags & (Rst | Ack)) != Ack || !_offers.TryGetValue(key, out var offer) || offer.IsFinished) return;
        offer.IsFinished = (flags & Fin) != 0;
        var edge = BinaryPrimitives.ReadUInt32BigEndian(segment[8..]) + ((uint)BinaryPrimitives.ReadUInt16BigEndian(segment[14..]) << offer.Scale);
        var left = offer.Edge is { } known ? (int)(known - edge) : 0;
        if (left >= 1 << offer.Scale)
            fail(new BreachException(SwarmLaw.Window, $"{host} has moved the right edge of a window left by {left} bytes."));
        if (left <= 0) offer.Edge = edge;
    }

    private static int ReadScale(ReadOnlySpan<byte> options)
    {
        while (options.Length > 2)
        {
            if (options[0] == WindowScaleKind) return options[2];
            options = options[(options[0] == NoOperation ? 1 : options[1])..];
        }

        return 0;
    }

    private sealed class Offer
    {
        public required int Scale { get; init; }

        public uint? Edge { get; set; }

        public bool IsFinished { get; set; }
    }
}
