namespace Flow.TcpIp;

/// <summary>Answers echo requests (RFC 1122 section 3.2.2.6).</summary>
internal sealed class IcmpEcho(IPv4Output output, ReplyQueue replies)
{
    /// <summary>Owes the answer to <paramref name="request"/>, a sound echo request: the same bytes, sent back.</summary>
    public void Answer(ReadOnlySpan<byte> request, IPv4Address source, TimeSpan now)
    {
        var reply = output.RentPayload(request.Length);
        request.CopyTo(reply.Span);
        var header = new IcmpHeader(reply.Span) { Type = IcmpHeader.EchoReply, Checksum = 0 };
        header.Checksum = InternetChecksum.Finish(InternetChecksum.Sum(reply.Span));
        if (output.TrySend(reply, IPv4Protocol.Icmp, source, default, packets: 1, now, out var frame)) replies.Enqueue(frame);
    }
}
