using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// The stack's executor: the five parts of one duplex stage, run one at a time because they share one state machine. It waits on one
/// doorbell, which frames, room, bytes of any connection and the stack's own timer ring.
/// </summary>
/// <remarks>
/// Receiving never waits for sending: no part awaits anything. Two hosts joined by bounded hops are a cycle, and a stack that
/// awaited room for a frame before it took one could wait for one that waits for it.
/// </remarks>
internal sealed class StackStage
{
    private const int FramesKey = 0;
    private const int RoomKey = 1;
    private const int TimerKey = 2;
    private const int OpenKey = 3;
    private const int FirstConnectionId = 2;

    private readonly StackParts _parts;
    private readonly StackSteps _steps;
    private readonly Func<int, TcpConnection, Connection> _makeConnection;
    private readonly Action<Connection> _accepted;
    private readonly HopReader<OpenRequest> _openRequests;
    private readonly TimeProvider _timeProvider;
    private readonly long _epoch;
    private readonly Dictionary<int, Connection> _connections = [];
    private readonly List<Connection> _closing = [];
    private int _nextId = FirstConnectionId;
    private TimeSpan? _timerDue;
    private bool _framesArmed;
    private bool _roomArmed;
    private bool _openArmed;

    public StackStage(
        StackParts parts,
        StackSteps steps,
        HopReader<OpenRequest> openRequests,
        Func<int, TcpConnection, Connection> makeConnection,
        Action<Connection> accepted,
        TimeProvider timeProvider)
    {
        _parts = parts;
        _steps = steps;
        _openRequests = openRequests;
        _makeConnection = makeConnection;
        _accepted = accepted;
        _timeProvider = timeProvider;
        _epoch = timeProvider.GetTimestamp();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var timer = _timeProvider.CreateTimer(
            _ => _parts.Bell.Ring(TimerKey), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = _timeProvider.GetElapsedTime(_epoch);
            var hadRoom = _parts.FrameTxBuf.Writer.Room > 0;
            if (Turn(now) || !TryArm(hadRoom)) continue;
            // What is due moves away with nearly every frame. The timer does not: it rings early once, and is set again then.
            if (_parts.Stack.PollAt is { } due && (_timerDue is null || due < _timerDue))
            {
                _timerDue = due;
                // In whole milliseconds, rounded up: a timer cuts off the rest, and would ring again and again in the last one.
                timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (due - now).TotalMilliseconds))), Timeout.InfiniteTimeSpan);
            }

            await _parts.Bell.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The stack has stopped: every connection learns it, and what the parts hold goes home.</summary>
    public void Stop()
    {
        foreach (var connection in _connections.Values) connection.Close(TcpFault.Aborted);
        _connections.Clear();
    }

    private bool Turn(TimeSpan now)
    {
        Answer();
        var moved = Open(now);
        moved |= _steps.EthPoll.Advance(now);
        moved |= _steps.StackRecv.Advance(now);
        moved |= Dispatch(now);
        moved |= _steps.TcpRead.Advance(now);
        Close();
        moved |= _steps.TcpWrite.Advance(now);
        moved |= _steps.StackSend.Advance(now);
        return moved;
    }

    // Takes what rang off the ready list.
    private void Answer()
    {
        while (_parts.Bell.TryTake(out var key))
        {
            switch (key)
            {
                case FramesKey: _framesArmed = false; break;
                case RoomKey: _roomArmed = false; break;
                case OpenKey: _openArmed = false; break;
                // A timer may ring a little early; it is set again then.
                case TimerKey: _timerDue = null; break;
                default:
                    if (!_connections.TryGetValue(key / 2, out var connection)) break;
                    if (key == connection.DataKey)
                    {
                        connection.IsDataArmed = false;
                        _steps.TcpWrite.Notify(connection);
                    }
                    else
                    {
                        connection.RoomArmedAbove = null;
                        _steps.TcpRead.Notify(connection);
                    }

                    break;
            }
        }
    }

    private bool Open(TimeSpan now)
    {
        var moved = false;
        while (_openRequests.TryRead(out var request))
        {
            moved = true;
            try
            {
                request.Opened(Register(_parts.Stack.ConnectTcp(request.Remote, now)));
            }
            catch (Exception error) when (error is InvalidOperationException or ArgumentException)
            {
                // No port is free, or the remote is none: that ends the app's attempt, not the host.
                request.Dispose();
            }
        }

        return moved;
    }

    // socket-activity feeds tcp-read and tcp-write both.
    private bool Dispatch(TimeSpan now)
    {
        var moved = false;
        while (_parts.SocketActivity.Reader.TryRead(out var activity))
        {
            moved = true;
            if (activity.Connection.Tag is not Connection connection)
            {
                connection = Register(activity.Connection);
                _accepted(connection);
            }

            _steps.TcpRead.Notify(connection);
            if (activity.Events.HasFlag(SocketEvents.Closed)) _closing.Add(connection);
            else if ((activity.Events & (SocketEvents.Writable | SocketEvents.Connected)) != 0) _steps.TcpWrite.Notify(connection);
        }

        return moved;
    }

    // A connection the stack has done with is over once all it received in order has been moved on.
    private void Close()
    {
        for (var i = _closing.Count - 1; i >= 0; i--)
        {
            var connection = _closing[i];
            if (connection.Tcp is { Fault: null, ReadableBytes: > 0 } && !connection.RxBuf.Writer.IsAbandoned) continue;
            connection.Close();
            _connections.Remove(connection.Id);
            _closing.RemoveAt(i);
        }
    }

    private Connection Register(TcpConnection tcp)
    {
        var connection = _makeConnection(_nextId++, tcp);
        tcp.Tag = connection;
        _connections.Add(connection.Id, connection);
        _steps.TcpRead.Notify(connection);
        _steps.TcpWrite.Notify(connection);
        return connection;
    }

    // Asks to be rung for whatever could move the stack on; false when something can already.
    private bool TryArm(bool hadRoom)
    {
        if (!_framesArmed && !_parts.FrameRxBuf.Reader.IsEnded && !(_framesArmed = _parts.FrameRxBuf.Reader.TryArm(_parts.Bell, FramesKey)))
            return false;
        if (!_openArmed && !_openRequests.IsEnded && !(_openArmed = _openRequests.TryArm(_parts.Bell, OpenKey))) return false;
        // A turn that moved nothing, and began with room for a frame, owes none. Room made since is worth another turn.
        if (_roomArmed || hadRoom || _parts.FrameTxBuf.Writer.IsAbandoned) return true;
        return _roomArmed = _parts.FrameTxBuf.Writer.TryArm(_parts.Bell, RoomKey);
    }
}

/// <summary>A request to open a connection, made for an app.</summary>
/// <param name="Remote">The remote endpoint.</param>
/// <param name="Opened">Told the connection, on the stack's executor, before its handshake is over.</param>
/// <param name="Socket">The app's socket, closed when the request is never met.</param>
internal readonly record struct OpenRequest(TransportEndpoint Remote, Action<Connection> Opened, IAppSocket Socket) : IDisposable
{
    public void Dispose()
    {
        Socket.Abort();
        Socket.Dispose();
    }
}
