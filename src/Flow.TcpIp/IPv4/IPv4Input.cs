using System.Buffers.Binary;

namespace Flow.TcpIp;

/// <summary>Checks packets and gives them to the protocol they are for.</summary>
internal sealed class IPv4Input(NetworkStackOptions options, IcmpEcho echo, TcpLayer tcp, NetworkStackCounters counters)
{
    private readonly IPv4Address _directedBroadcast = options.Address.DirectedBroadcast(options.PrefixLength);

    /// <summary>Takes the packet of an Ethernet frame; who keeps bytes of it takes a reference.</summary>
    public void Receive(Frame frame, TimeSpan now)
    {
        var packet = frame.Data.Span[EthernetHeader.Length..];
        if (packet.Length < IPv4Header.MinimumLength)
        {
            counters.Drop(DropReason.Malformed);
            return;
        }
        // RFC 1122 section 3.2.1.
        var header = new IPv4Header(packet);
        var headerLength = header.HeaderLength;
        if (header.Version != 4 || headerLength < IPv4Header.MinimumLength || header.TotalLength < headerLength || header.TotalLength > packet.Length)
        {
            counters.Drop(DropReason.Malformed);
            return;
        }
        if (InternetChecksum.Sum(packet[..headerLength]) != InternetChecksum.Sound)
        {
            counters.Drop(DropReason.BadChecksum);
            return;
        }
        if (header.Destination != options.Address || !IsHost(header.Source))
        {
            counters.Drop(DropReason.NotForUs);
            return;
        }
        if (header.IsFragment)
        {
            counters.Drop(DropReason.Fragment);
            return;
        }
        // What follows the packet is Ethernet padding.
        var payload = new BufferSlice(frame.Data.Buffer, frame.Data.Offset + EthernetHeader.Length + headerLength, header.TotalLength - headerLength);
        if (header.Protocol == IPv4Protocol.Tcp) ReceiveTcp(payload, frame.Offload, header.Source, now);
        else if (header.Protocol == IPv4Protocol.Icmp) ReceiveIcmp(payload.Span, header.Source, now);
        else counters.Drop(DropReason.UnknownProtocol);
    }

    private void ReceiveTcp(BufferSlice segment, Offload offload, IPv4Address source, TimeSpan now)
    {
        var bytes = segment.Span;
        if (bytes.Length < TcpHeader.MinimumLength)
        {
            counters.Drop(DropReason.Malformed);
            return;
        }
        var header = new TcpHeader(bytes);
        var headerLength = header.HeaderLength;
        if (headerLength < TcpHeader.MinimumLength || headerLength > bytes.Length || header.SourcePort == 0)
        {
            counters.Drop(DropReason.Malformed);
            return;
        }
        if (offload.Checksum == ChecksumState.Complete)
        {
            var sum = InternetChecksum.PseudoHeader(source, options.Address, IPv4Protocol.Tcp, bytes.Length);
            if (InternetChecksum.Add(sum, InternetChecksum.Sum(bytes)) != InternetChecksum.Sound)
            {
                counters.Drop(DropReason.BadChecksum);
                return;
            }
        }
        var payloadLength = bytes.Length - headerLength;
        tcp.Receive(
            new ConnectionKey(options.Address, header.DestinationPort, source, header.SourcePort),
            new TcpSegment
            {
                SequenceNumber = header.SequenceNumber,
                AcknowledgmentNumber = header.AcknowledgmentNumber,
                Flags = header.Flags,
                Window = header.Window,
                Options = bytes[TcpHeader.MinimumLength..headerLength],
                Payload = new BufferSlice(segment.Buffer, segment.Offset + headerLength, payloadLength),
                SegmentSize = offload.IsSuperFrame ? offload.SegmentSize : payloadLength,
            },
            now);
    }

    private void ReceiveIcmp(Span<byte> message, IPv4Address source, TimeSpan now)
    {
        if (message.Length < IcmpHeader.Length)
        {
            counters.Drop(DropReason.Malformed);
            return;
        }
        if (InternetChecksum.Sum(message) != InternetChecksum.Sound)
        {
            counters.Drop(DropReason.BadChecksum);
            return;
        }
        var type = new IcmpHeader(message).Type;
        if (type == IcmpHeader.Echo) echo.Answer(message, source, now);
        else if (type == IcmpHeader.DestinationUnreachable) ReceiveUnreachable(message[IcmpHeader.Length..]);
        else counters.Drop(DropReason.UnknownProtocol);
    }

    /// <summary>RFC 1122 section 4.2.3.9: what could not be delivered is quoted, with at least 8 bytes beyond its IPv4 header.</summary>
    private void ReceiveUnreachable(Span<byte> quoted)
    {
        const int portsAndSequence = 8;
        if (quoted.Length < IPv4Header.MinimumLength + portsAndSequence)
        {
            counters.Drop(DropReason.Malformed);
            return;
        }
        var header = new IPv4Header(quoted);
        var transport = quoted[IPv4Header.MinimumLength..];
        // We send no IPv4 options.
        if (header.HeaderLength != IPv4Header.MinimumLength || header.Protocol != IPv4Protocol.Tcp || header.Source != options.Address) return;
        tcp.Unreachable(
            new ConnectionKey(
                options.Address, BinaryPrimitives.ReadUInt16BigEndian(transport), header.Destination, BinaryPrimitives.ReadUInt16BigEndian(transport[2..])),
            new SequenceNumber(BinaryPrimitives.ReadUInt32BigEndian(transport[4..])));
    }

    // RFC 1122 section 3.2.1.3: what may be a source.
    private bool IsHost(IPv4Address source) =>
        source != IPv4Address.Any && source != IPv4Address.Broadcast && !source.IsMulticast && source != _directedBroadcast && source != options.Address;
}
