namespace Flow.TcpIp;

/// <summary>All connections of a stack: which segment is whose, which of them have something to send, and which their owner should look at.</summary>
internal sealed class TcpLayer : IDisposable
{
    // What Linux leaves between the old and the new sequence numbers of a connection that reuses its 4-tuple.
    private const int TimeWaitGap = 65_537;

    private readonly NetworkStackOptions _options;
    private readonly ReplyQueue _replies;
    private readonly InitialSequence _initialSequence;
    private readonly Dictionary<ConnectionKey, TcpConnection> _connections = [];
    private readonly Dictionary<ConnectionKey, TimeWait> _timeWaits = [];
    private readonly Dictionary<ushort, TcpListener> _listeners = [];

    // Fair: who has sent goes to the end. A connection that owes nothing is not here.
    private readonly Queue<TcpConnection> _ready = new();
    private readonly Queue<TcpConnection> _activities = new();

    // Each connection by its Id until it holds nothing any more; null for a free one.
    private readonly List<TcpConnection?> _slots = [];
    private readonly Stack<int> _freeSlots = new();

    public TcpLayer(
        NetworkStackOptions options, BufferPool pool, IPv4Output output, ReplyQueue replies, NetworkStackCounters counters, TimerQueue timers)
    {
        (_options, Pool, _replies, Counters, Timers) = (options, pool, replies, counters, timers);
        Output = new TcpOutput(output, options.ComputeChecksums);
        _initialSequence = new InitialSequence(options.Seed);
    }

    public BufferPool Pool { get; }

    public TcpOutput Output { get; }

    public NetworkStackCounters Counters { get; }

    public TimerQueue Timers { get; }

    /// <summary>Payload bytes of a segment that fills a packet, which is what we are ready to receive too (RFC 9293 section 3.7.1).</summary>
    public int LargestSegment => _options.Mtu - IPv4Header.MinimumLength - TcpHeader.MinimumLength;

    /// <summary>Payload bytes of the largest frame made for a peer whose segments are of <paramref name="segmentSize"/>: whole segments.</summary>
    public int LargestPayload(int segmentSize) => _options.SuperFrames ? SuperFrame.LargestPayload(segmentSize) : segmentSize;

    public TcpListener Listen(ushort port, int backlog, TcpOptions options)
    {
        var listener = new TcpListener(this, port, backlog, options);
        if (!_listeners.TryAdd(port, listener)) throw new InvalidOperationException($"Port {port} is already listened on.");
        return listener;
    }

    public void Unlisten(TcpListener listener)
    {
        if (_listeners.TryGetValue(listener.Port, out var current) && current == listener) _listeners.Remove(listener.Port);
    }

    public TcpConnection Connect(TransportEndpoint remote, TcpOptions options, TimeSpan now)
    {
        ConnectionKey Key(ushort port) => new(Output.LocalAddress, port, remote.Address, remote.Port);
        var port = _initialSequence.Port(Output.LocalAddress, remote, port => !_connections.ContainsKey(Key(port)) && !_timeWaits.ContainsKey(Key(port)))
            ?? throw new InvalidOperationException($"No local port is free for another connection to {remote}.");
        var connection = Add(Key(port), _initialSequence.Number(Key(port), now), options, listener: null);
        connection.Connect(now);
        return connection;
    }

    /// <summary>Gives a segment, checked for form, to whom it is for.</summary>
    public void Receive(ConnectionKey key, in TcpSegment segment, TimeSpan now)
    {
        if (_connections.TryGetValue(key, out var connection)) connection.Receive(segment, now);
        else if (_timeWaits.TryGetValue(key, out var timeWait)) ReceiveInTimeWait(timeWait, segment, now);
        else ReceiveWithoutConnection(key, segment, _initialSequence.Number(key, now), now);
    }

    /// <summary>The network says that what was sent from <paramref name="sequence"/> on did not reach its destination.</summary>
    public void Unreachable(ConnectionKey key, SequenceNumber sequence)
    {
        if (_connections.TryGetValue(key, out var connection)) connection.Unreachable(sequence);
    }

    /// <summary>The next segment of the connection whose turn it is.</summary>
    public bool TryTransmit(TimeSpan now, out Frame frame)
    {
        while (_ready.TryDequeue(out var connection))
        {
            connection.IsReady = false;
            var isSent = connection.TryTransmit(now, out frame);
            if (connection.HasSomethingToSend) MarkReady(connection);
            else if (connection.IsGone) ReleaseIfDone(connection);
            if (isSent) return true;
        }
        frame = default;
        return false;
    }

    public bool TryTakeActivity(out SocketActivity activity)
    {
        if (!_activities.TryDequeue(out var connection))
        {
            activity = default;
            return false;
        }
        activity = new SocketActivity(connection, connection.PendingEvents);
        connection.PendingEvents = SocketEvents.None;
        LeaveBacklog(connection);
        ReleaseIfDone(connection);
        return true;
    }

    public void MarkReady(TcpConnection connection)
    {
        if (connection.IsReady) return;
        connection.IsReady = true;
        _ready.Enqueue(connection);
    }

    public void Raise(TcpConnection connection, SocketEvents events)
    {
        if (connection.PendingEvents == SocketEvents.None) _activities.Enqueue(connection);
        connection.PendingEvents |= events;
    }

    /// <summary>A connection has left the state machine. Its owner, if it ever had one, learns that.</summary>
    public void Remove(TcpConnection connection)
    {
        _connections.Remove(connection.Key);
        var isKnown = connection.Listener is null || !connection.IsInBacklog || connection.PendingEvents != SocketEvents.None;
        if (isKnown) Raise(connection, SocketEvents.Closed);
        else LeaveBacklog(connection);
        ReleaseIfDone(connection);
    }

    /// <summary>Frees the place of a connection that is gone, has nothing left to send or to be read, and whose owner knows.</summary>
    public void ReleaseIfDone(TcpConnection connection)
    {
        if (!connection.IsGone || connection.PendingEvents != SocketEvents.None || connection.ReadableBytes > 0 || connection.HasSomethingToSend) return;
        if (connection.Id >= _slots.Count || _slots[connection.Id] != connection) return;
        connection.Release();
        _slots[connection.Id] = null;
        _freeSlots.Push(connection.Id);
    }

    public void KeepTimeWait(ConnectionKey key, SequenceNumber sendNext, SequenceNumber receiveNext, TimeSpan now, TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero) return;
        // As Linux: beyond the limit a connection ends at once, rather than that older ones lose their protection.
        if (_timeWaits.Count >= _options.TimeWaitLimit)
        {
            Counters.TimeWaitsSkipped++;
            return;
        }
        var timeWait = new TimeWait(this, key, sendNext, receiveNext, duration);
        _timeWaits.Add(key, timeWait);
        Timers.Set(timeWait.Timer, now + duration);
    }

    public void Forget(TimeWait timeWait)
    {
        Timers.Remove(timeWait.Timer);
        _timeWaits.Remove(timeWait.Key);
    }

    /// <summary>Answers a segment that has no business here (RFC 9293 section 3.5.2 group 1, section 3.10.7.1).</summary>
    public void Reset(ConnectionKey key, in TcpSegment segment, TimeSpan now)
    {
        Counters.ResetsSent++;
        if (segment.IsAck) Reply(key, segment.AcknowledgmentNumber, default, TcpFlags.Rst, now);
        else Reply(key, default, segment.End, TcpFlags.Rst | TcpFlags.Ack, now);
    }

    public void Dispose()
    {
        foreach (var connection in _slots) connection?.Release();
        _slots.Clear();
        _connections.Clear();
        _ready.Clear();
        _activities.Clear();
    }

    private TcpConnection Add(ConnectionKey key, SequenceNumber initialSequence, TcpOptions options, TcpListener? listener)
    {
        var connection = new TcpConnection(this, key, initialSequence, options, listener);
        _connections.Add(key, connection);
        if (_freeSlots.TryPop(out var id))
        {
            _slots[id] = connection;
        }
        else
        {
            id = _slots.Count;
            _slots.Add(connection);
        }
        connection.Id = id;
        return connection;
    }

    /// <summary>RFC 9293 section 3.10.7.4 for TIME-WAIT, by what little is kept.</summary>
    private void ReceiveInTimeWait(TimeWait timeWait, in TcpSegment segment, TimeSpan now)
    {
        // As Linux, and unlike RFC 1337: an exact RST ends it.
        if (segment.IsRst)
        {
            if (segment.SequenceNumber == timeWait.ReceiveNext) Forget(timeWait);
            return;
        }
        // A new connection may begin beyond all the old one's sequence numbers (RFC 9293 section 3.6.1, RFC 6191).
        if (segment.IsSyn && !segment.IsAck && segment.SequenceNumber > timeWait.ReceiveNext && _listeners.ContainsKey(timeWait.Key.LocalPort))
        {
            Forget(timeWait);
            var next = SequenceNumber.Max(_initialSequence.Number(timeWait.Key, now), timeWait.SendNext + TimeWaitGap);
            ReceiveWithoutConnection(timeWait.Key, segment, next, now);
            return;
        }
        if (segment.IsFin) Timers.Set(timeWait.Timer, now + timeWait.Duration);
        if (segment.SequenceLength > 0 || segment.SequenceNumber != timeWait.ReceiveNext)
            Reply(timeWait.Key, timeWait.SendNext, timeWait.ReceiveNext, TcpFlags.Ack, now);
    }

    /// <summary>RFC 9293 sections 3.10.7.1 and 3.10.7.2.</summary>
    private void ReceiveWithoutConnection(ConnectionKey key, in TcpSegment segment, SequenceNumber initialSequence, TimeSpan now)
    {
        if (segment.IsSyn && !segment.IsAck && !segment.IsRst && _listeners.TryGetValue(key.LocalPort, out var listener))
        {
            if (listener.Pending >= listener.Backlog)
            {
                Counters.Drop(DropReason.BacklogFull);
                return;
            }
            var connection = Add(key, initialSequence, listener.Options, listener);
            connection.IsInBacklog = true;
            listener.Pending++;
            connection.Accept(segment, now);
            return;
        }
        Counters.Drop(DropReason.NoConnection);
        if (!segment.IsRst) Reset(key, segment, now);
    }

    private void Reply(ConnectionKey key, SequenceNumber sequence, SequenceNumber acknowledgment, TcpFlags flags, TimeSpan now)
    {
        var segment = Output.Rent(TcpHeader.MinimumLength);
        new TcpHeader(segment.Span).Write(key.LocalPort, key.RemotePort, sequence, acknowledgment, TcpHeader.MinimumLength, flags, window: 0);
        if (Output.TrySend(segment, key.RemoteAddress, segmentSize: 0, packets: 1, now, out var frame)) _replies.Enqueue(frame);
    }

    private static void LeaveBacklog(TcpConnection connection)
    {
        if (!connection.IsInBacklog) return;
        connection.IsInBacklog = false;
        connection.Listener!.Pending--;
    }
}
