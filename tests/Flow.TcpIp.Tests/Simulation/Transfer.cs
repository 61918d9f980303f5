namespace Flow.TcpIp.Tests;

/// <summary>Sends a known stream on one connection and checks it on the other, as fast as both let it.</summary>
public sealed class Transfer
{
    private readonly Host _from;
    private readonly Host _to;
    private readonly Random _chunks;

    /// <param name="room">Bytes downstream of the receiver, drained at each turn; null to leave it to the connection.</param>
    public Transfer(Host from, TcpConnection sender, Host to, TcpConnection receiver, long bytes, int seed = 7, int? room = null, int largestChunk = 4096)
    {
        (_from, _to, Sender, Receiver, Bytes, Room, LargestChunk) = (from, to, sender, receiver, bytes, room, largestChunk);
        _chunks = new Random(seed);
        from.Applications.Add(Send);
        to.Applications.Add(Receive);
    }

    public TcpConnection Sender { get; }

    public TcpConnection Receiver { get; }

    public long Bytes { get; }

    public int? Room { get; }

    public int LargestChunk { get; }

    public long Sent { get; private set; }

    public long Received { get; private set; }

    /// <summary>While true, nobody reads.</summary>
    public bool IsPaused { get; set; }

    public bool IsDone => Receiver.IsReceiveComplete && Received == Bytes;

    private static byte ContentAt(long position) => (byte)(position * 31 + (position >> 8) * 7 + (position >> 16));

    private bool Send(TimeSpan now)
    {
        var moved = false;
        while (Sent < Bytes && Sender.SendRoomBytes > 0)
        {
            var length = (int)Math.Min(Math.Min(_chunks.Next(1, LargestChunk + 1), Sender.SendRoomBytes), Bytes - Sent);
            var slice = new BufferSlice(_from.Pool.Rent(length), 0, length);
            for (var index = 0; index < length; index++) slice.Span[index] = ContentAt(Sent + index);
            Sender.Send(slice, now);
            Sent += length;
            moved = true;
        }
        if (Sent == Bytes) Sender.CompleteSend(now);
        return moved;
    }

    private bool Receive(TimeSpan now)
    {
        if (IsPaused) return false;
        var moved = false;
        while (Receiver.TryRead(out var slice))
        {
            var span = slice.Span;
            for (var index = 0; index < span.Length; index++)
                if (span[index] != ContentAt(Received + index)) Assert.Fail($"Byte {Received + index} is wrong.");
            Received += slice.Length;
            slice.Dispose();
            moved = true;
        }
        if (Room is { } room && moved) Receiver.SetReceiveRoom(room, now);
        return moved;
    }
}
