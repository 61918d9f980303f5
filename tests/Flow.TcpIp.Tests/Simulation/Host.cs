namespace Flow.TcpIp.Tests;

/// <summary>One stack, and what its owner has seen of it.</summary>
public sealed class Host(string address, NetworkStackOptions options, BufferPool pool)
{
    public string Name { get; } = address;

    public NetworkStack Stack { get; } = new(options, pool);

    public IPv4Address Address { get; } = options.Address;

    public BufferPool Pool { get; } = pool;

    /// <summary>All events of each connection so far.</summary>
    public Dictionary<TcpConnection, SocketEvents> Events { get; } = [];

    /// <summary>Connections its listeners have accepted.</summary>
    public List<TcpConnection> Accepted { get; } = [];

    /// <summary>What the owner does whenever it gets a turn; returns whether it did anything.</summary>
    public List<Func<TimeSpan, bool>> Applications { get; } = [];

    public bool RunApplications(TimeSpan now)
    {
        var moved = false;
        while (Stack.TryTakeActivity(out var activity))
        {
            moved = true;
            if (activity.Events.HasFlag(SocketEvents.Connected) && activity.Connection.Listener is not null) Accepted.Add(activity.Connection);
            Events[activity.Connection] = Events.GetValueOrDefault(activity.Connection) | activity.Events;
        }
        foreach (var application in Applications) moved |= application(now);
        return moved;
    }

    public SocketEvents EventsOf(TcpConnection connection) => Events.GetValueOrDefault(connection);

    public BufferSlice Slice(ReadOnlySpan<byte> bytes)
    {
        var slice = new BufferSlice(Pool.Rent(bytes.Length), 0, bytes.Length);
        bytes.CopyTo(slice.Span);
        return slice;
    }
}
