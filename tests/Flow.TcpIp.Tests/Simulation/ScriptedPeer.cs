namespace Flow.TcpIp.Tests;

/// <summary>A peer played by the test, segment by segment, against one real stack.</summary>
public sealed class ScriptedPeer : IDisposable
{
    public const uint InitialSequence = 1000;

    private static readonly MacAddress Mac = new(0x0200_0000_0099);
    private static readonly IPv4Address Address = IPv4Address.Parse("10.0.0.99");

    public ScriptedPeer(TcpOptions? options = null, Func<NetworkStackOptions, NetworkStackOptions>? change = null)
    {
        var stack = new NetworkStackOptions
        {
            MacAddress = new MacAddress(0x0200_0000_0001),
            Address = IPv4Address.Parse("10.0.0.1"),
            Seed = 1,
            Tcp = options ?? new TcpOptions(),
        };
        Options = change is null ? stack : change(stack);
        Stack = new NetworkStack(Options, Pool);
        Arp(ArpPacket.Request);
        _ = Take();
    }

    public BufferPool Pool { get; } = new();

    public NetworkStackOptions Options { get; }

    public NetworkStack Stack { get; }

    public TimeSpan Now { get; private set; }

    public ushort Port { get; set; } = 5000;

    public ushort RemotePort { get; set; } = 80;

    /// <summary>The stack's initial sequence number, once it has sent a SYN.</summary>
    public uint TheirInitialSequence { get; private set; }

    /// <summary>What a frame of the stack said.</summary>
    internal sealed record Segment(uint Sequence, uint Acknowledgment, TcpFlags Flags, int Window, byte[] Payload, byte[] Options, TimeSpan At)
    {
        public bool Has(TcpFlags flags) => (Flags & flags) == flags;
    }

    /// <summary>A passive open of the stack; the connection is established on return.</summary>
    internal TcpConnection Open(int window = 65_535, int? maximumSegmentSize = 1000, int? scale = null)
    {
        Stack.ListenTcp(RemotePort);
        Send(InitialSequence, 0, TcpFlags.Syn, window, options: new SynOptions(maximumSegmentSize, scale));
        var answer = Assert.Single(Take());
        Assert.True(answer.Has(TcpFlags.Syn | TcpFlags.Ack));
        TheirInitialSequence = answer.Sequence;
        Send(InitialSequence + 1, answer.Sequence + 1, TcpFlags.Ack, window);
        Assert.True(Stack.TryTakeActivity(out var activity));
        Assert.Equal(SocketEvents.Connected | SocketEvents.Writable, activity.Events);
        return activity.Connection;
    }

    internal void Send(uint sequence, uint acknowledgment, TcpFlags flags, int window = 65_535, byte[]? payload = null, SynOptions options = default)
    {
        payload ??= [];
        var bytes = new byte[EthernetHeader.Length + IPv4Header.MinimumLength + TcpHeader.MinimumLength + SynOptions.MaximumLength + payload.Length];
        var segment = bytes.AsSpan(EthernetHeader.Length + IPv4Header.MinimumLength);
        var headerLength = TcpHeader.MinimumLength + options.Write(segment[TcpHeader.MinimumLength..]);
        segment = segment[..(headerLength + payload.Length)];
        new TcpHeader(segment).Write(Port, RemotePort, new SequenceNumber(sequence), new SequenceNumber(acknowledgment), headerLength, flags, (ushort)window);
        payload.CopyTo(segment[headerLength..]);
        var header = new TcpHeader(segment) { Checksum = InternetChecksum.PseudoHeader(Address, Options.Address, IPv4Protocol.Tcp, segment.Length) };
        header.Checksum = InternetChecksum.Finish(InternetChecksum.Sum(segment));
        Packet(bytes.AsSpan(..(EthernetHeader.Length + IPv4Header.MinimumLength + segment.Length)), IPv4Protocol.Tcp);
    }

    internal void SendIcmp(ReadOnlySpan<byte> message)
    {
        var bytes = new byte[EthernetHeader.Length + IPv4Header.MinimumLength + message.Length];
        message.CopyTo(bytes.AsSpan(EthernetHeader.Length + IPv4Header.MinimumLength));
        Packet(bytes, IPv4Protocol.Icmp);
    }

    internal void Arp(ushort operation, MacAddress? sender = null, IPv4Address? senderAddress = null, IPv4Address? target = null)
    {
        var bytes = new byte[EthernetHeader.Length + ArpPacket.Length];
        _ = new EthernetHeader(bytes) { Destination = MacAddress.Broadcast, Source = sender ?? Mac, EtherType = EtherType.Arp };
        new ArpPacket(bytes.AsSpan(EthernetHeader.Length)).Write(operation, sender ?? Mac, senderAddress ?? Address, default, target ?? Options.Address);
        Receive(bytes);
    }

    /// <summary>Gives the stack a frame of any bytes.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        var slice = new BufferSlice(Pool.Rent(Frame.HeadroomBytes + bytes.Length), Frame.HeadroomBytes, bytes.Length);
        bytes.CopyTo(slice.Span);
        Stack.ReceiveFrame(new Frame(slice, default), Now);
    }

    /// <summary>All frames the stack owes now.</summary>
    internal List<byte[]> TakeFrames()
    {
        var frames = new List<byte[]>();
        while (Stack.TryTransmitFrame(Now, out var frame))
        {
            frames.Add(frame.Data.Span.ToArray());
            frame.Dispose();
        }
        return frames;
    }

    /// <summary>All TCP segments the stack owes now.</summary>
    internal List<Segment> Take()
    {
        var segments = new List<Segment>();
        for (var frames = TakeFrames(); frames.Count > 0; frames = TakeFrames()) Read(frames, segments);
        return segments;
    }

    /// <summary>Lets time pass, with every timer on time; returns what was sent meanwhile.</summary>
    internal List<Segment> Advance(TimeSpan time)
    {
        var end = Now + time;
        var segments = Take();
        while (Stack.PollAt is { } next && next <= end)
        {
            if (next > Now) Now = next;
            Stack.Poll(Now);
            segments.AddRange(Take());
        }
        Now = end;
        return segments;
    }

    /// <summary>Lets time pass without taking any frame.</summary>
    public void Elapse(TimeSpan time)
    {
        Now += time;
        Stack.Poll(Now);
    }

    internal List<Segment> Advance(int milliseconds) => Advance(TimeSpan.FromMilliseconds(milliseconds));

    public BufferSlice Slice(int length)
    {
        var slice = new BufferSlice(Pool.Rent(length), 0, length);
        for (var index = 0; index < length; index++) slice.Span[index] = (byte)index;
        return slice;
    }

    public SocketEvents TakeEvents()
    {
        var events = SocketEvents.None;
        while (Stack.TryTakeActivity(out var activity)) events |= activity.Events;
        return events;
    }

    public void Dispose()
    {
        Stack.Dispose();
        Assert.Equal(0, Pool.Outstanding);
    }

    private void Packet(Span<byte> frame, IPv4Protocol protocol)
    {
        _ = new EthernetHeader(frame) { Destination = Options.MacAddress, Source = Mac, EtherType = EtherType.IPv4 };
        var packet = frame[EthernetHeader.Length..];
        new IPv4Header(packet).Write(packet.Length, 1, 64, protocol, Address, Options.Address);
        Receive(frame);
    }

    private void Read(List<byte[]> frames, List<Segment> segments)
    {
        foreach (var frame in frames)
        {
            if (new EthernetHeader(frame).EtherType == EtherType.Arp)
            {
                // It confirms what it knows from time to time.
                if (new ArpPacket(frame.AsSpan(EthernetHeader.Length)).Operation == ArpPacket.Request) Arp(ArpPacket.Reply);
                continue;
            }
            Assert.Equal(Mac, new EthernetHeader(frame).Destination);
            var bytes = frame.AsSpan(EthernetHeader.Length + IPv4Header.MinimumLength);
            var header = new TcpHeader(bytes);
            segments.Add(new Segment(
                header.SequenceNumber.Value, header.AcknowledgmentNumber.Value, header.Flags, header.Window,
                bytes[header.HeaderLength..].ToArray(), bytes[TcpHeader.MinimumLength..header.HeaderLength].ToArray(), Now));
            if (header.Flags.HasFlag(TcpFlags.Syn)) TheirInitialSequence = header.SequenceNumber.Value;
        }
    }
}
