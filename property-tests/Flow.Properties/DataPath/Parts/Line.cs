using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary>Two stacks side by side, the near one of which the part under test belongs to; the far one connects to it.</summary>
internal sealed class Line : IDisposable
{
    private const ushort Port = 80;

    // Small, so that each side has to wait for the other.
    private static readonly TcpOptions Tcp = new() { ReceiveBufferBytes = ReceiveBufferBytes, SendQueueBytes = 24 };

    public Line(BufferPool pool)
    {
        Near = new NetworkStack(Options(host: 1), pool);
        Far = new NetworkStack(Options(host: 2), pool);
        Near.ListenTcp(Port);
        FarEnd = Far.ConnectTcp(new TransportEndpoint(Address(host: 1), Port), TimeSpan.Zero);
    }

    /// <summary>What each end of the connection holds of what has arrived.</summary>
    public const int ReceiveBufferBytes = 10;

    public NetworkStack Near { get; }

    public NetworkStack Far { get; }

    /// <summary>The far end of the connection; the near one shows as activity.</summary>
    public TcpConnection FarEnd { get; }

    public TimeSpan? PollAt => Near.PollAt is { } near && Far.PollAt is { } far ? TimeSpan.FromTicks(Math.Min(near.Ticks, far.Ticks)) : Near.PollAt ?? Far.PollAt;

    /// <summary>Runs the timers that are due.</summary>
    public static bool Poll(NetworkStack stack, TimeSpan now)
    {
        if (!(stack.PollAt <= now)) return false;
        stack.Poll(now);
        return true;
    }

    /// <summary>Carries what the one owes to the other.</summary>
    public static bool Carry(NetworkStack from, NetworkStack to, TimeSpan now)
    {
        var moved = false;
        for (; from.TryTransmitFrame(now, out var frame); moved = true) to.ReceiveFrame(frame, now);
        return moved;
    }

    /// <summary>Opens the connection.</summary>
    /// <returns>Its near end.</returns>
    public TcpConnection Connect()
    {
        while (Exchange(TimeSpan.Zero))
        {
            // Addresses first, then the handshake.
        }

        return Near.TryTakeActivity(out var activity) ? activity.Connection : throw new InvalidOperationException("They are not connected.");
    }

    /// <summary>Lets both stacks do what is due, and carries frames both ways.</summary>
    public bool Exchange(TimeSpan now) => Poll(Near, now) | Poll(Far, now) | Carry(Far, Near, now) | Carry(Near, Far, now);

    /// <summary>Reads what has arrived at one end, and makes room again.</summary>
    public static int? Read(TcpConnection end, Numbers numbers, TimeSpan now)
    {
        while (true)
        {
            if (numbers.Next() is { } number) return number;
            if (!end.TryRead(out var bytes)) return null;
            numbers.Take(bytes);
            end.SetReceiveRoom(ReceiveBufferBytes, now);
        }
    }

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }

    private static IPv4Address Address(int host) => IPv4Address.Parse($"10.0.0.{host}");

    private static NetworkStackOptions Options(int host) => new()
    {
        MacAddress = new MacAddress(0x02_00_00_00_00_00 + (ulong)host),
        Address = Address(host),
        Seed = (ulong)host,
        Tcp = Tcp,
    };
}
