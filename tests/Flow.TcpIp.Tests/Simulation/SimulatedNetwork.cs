namespace Flow.TcpIp.Tests;

/// <summary>Two hosts and a link in virtual time. Everything follows from the seed.</summary>
public sealed class SimulatedNetwork : IDisposable
{
    private readonly PriorityQueue<(Host To, Frame Frame), (TimeSpan, long)> _flying = new();
    private readonly Random _random;
    private readonly List<Frame> _parts = [];
    private long _sent;
    private ulong _digest = 14695981039346656037;

    public SimulatedNetwork(int seed = 1, LinkConditions? conditions = null, Func<NetworkStackOptions, NetworkStackOptions>? a = null, Func<NetworkStackOptions, NetworkStackOptions>? b = null)
    {
        _random = new Random(seed);
        Conditions = conditions ?? new LinkConditions();
        A = MakeHost(1, (ulong)seed, a);
        B = MakeHost(2, (ulong)seed + 1000, b);
    }

    public BufferPool Pool { get; } = new();

    public LinkConditions Conditions { get; set; }

    public Host A { get; }

    public Host B { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>FNV-1a over every frame sent and when.</summary>
    public ulong Digest => _digest;

    /// <summary>Looks at each frame as it is sent; returns whether it may go on.</summary>
    public Func<Host, TcpView, bool> Filter { get; set; } = (_, _) => true;

    /// <summary>Frames a host may send before the other gets its turn.</summary>
    public int FramesATurn { get; set; } = int.MaxValue;

    /// <summary>Runs until <paramref name="isDone"/>, or nothing will ever happen again, or the time is up. Returns whether it is done.</summary>
    public bool RunUntil(Func<bool> isDone, TimeSpan atMost)
    {
        var end = Now + atMost;
        while (true)
        {
            while (Turn(A) | Turn(B))
            {
            }
            if (isDone()) return true;
            var next = TimeSpan.MaxValue;
            if (_flying.TryPeek(out _, out var first)) next = first.Item1;
            if (A.Stack.PollAt is { } pollA && pollA < next) next = pollA;
            if (B.Stack.PollAt is { } pollB && pollB < next) next = pollB;
            if (next > end)
            {
                if (end < TimeSpan.MaxValue) Now = end;
                return isDone();
            }
            if (next > Now) Now = next;
            while (_flying.TryPeek(out var flight, out var at) && at.Item1 <= Now)
            {
                _flying.Dequeue();
                flight.To.Stack.ReceiveFrame(flight.Frame, Now);
            }
            if (A.Stack.PollAt <= Now) A.Stack.Poll(Now);
            if (B.Stack.PollAt <= Now) B.Stack.Poll(Now);
        }
    }

    public void Run(TimeSpan time) => RunUntil(() => false, time);

    /// <summary>An established connection from A to a listener of B.</summary>
    public (TcpConnection Client, TcpConnection Server) Connect(ushort port = 80, TcpOptions? client = null, TcpOptions? server = null)
    {
        B.Stack.ListenTcp(port, options: server);
        var connection = A.Stack.ConnectTcp(new TransportEndpoint(B.Address, port), Now, client);
        var before = B.Accepted.Count;
        Assert.True(RunUntil(() => B.Accepted.Count > before && connection.State == TcpState.Established, TimeSpan.FromMinutes(5)));
        return (connection, B.Accepted[^1]);
    }

    /// <summary>Disposes both stacks; every buffer must have come back.</summary>
    public void Dispose()
    {
        A.Stack.Dispose();
        B.Stack.Dispose();
        while (_flying.TryDequeue(out var flight, out _)) flight.Frame.Dispose();
        Assert.Equal(0, Pool.Outstanding);
    }

    /// <summary>Puts a frame on the link as if <paramref name="from"/> had sent it.</summary>
    public void Transmit(Host from, Frame frame)
    {
        Digested(frame);
        if (Conditions.Splits)
        {
            SuperFrame.Split(frame, Pool, _parts);
            foreach (var part in _parts) TransmitOne(from, part);
            _parts.Clear();
            return;
        }
        TransmitOne(from, frame);
    }

    private void TransmitOne(Host from, Frame frame)
    {
        if (!Filter(from, new TcpView(frame)) || _random.NextDouble() < Conditions.Loss)
        {
            frame.Dispose();
            return;
        }
        var to = from == A ? B : A;
        if (_random.NextDouble() < Conditions.Corruption) frame.Data.Span[_random.Next(frame.Data.Length)] ^= (byte)_random.Next(1, 256);
        if (_random.NextDouble() < Conditions.Duplication)
        {
            var copy = new BufferSlice(Pool.Rent(frame.Data.Length), 0, frame.Data.Length);
            frame.Data.Span.CopyTo(copy.Span);
            Fly(to, frame with { Data = copy });
        }
        Fly(to, frame);
    }

    private void Fly(Host to, Frame frame)
    {
        var delay = Conditions.Delay;
        if (_random.NextDouble() < Conditions.Reordering) delay *= 1 + 3 * _random.NextDouble();
        _flying.Enqueue((to, frame), (Now + delay, _sent++));
    }

    private bool Turn(Host host)
    {
        var moved = host.RunApplications(Now);
        for (var frames = 0; frames < FramesATurn && host.Stack.TryTransmitFrame(Now, out var frame); frames++)
        {
            moved = true;
            Transmit(host, frame);
        }
        return moved;
    }

    private void Digested(Frame frame)
    {
        const ulong prime = 1099511628211;
        _digest = (_digest ^ (ulong)Now.Ticks) * prime;
        foreach (var octet in frame.Data.Span) _digest = (_digest ^ octet) * prime;
    }

    private Host MakeHost(byte number, ulong seed, Func<NetworkStackOptions, NetworkStackOptions>? change)
    {
        var options = new NetworkStackOptions
        {
            MacAddress = new MacAddress(0x0200_0000_0000ul + number),
            Address = new IPv4Address(0x0A00_0000u + number),
            Seed = seed,
        };
        return new Host($"10.0.0.{number}", change is null ? options : change(options), Pool);
    }
}
