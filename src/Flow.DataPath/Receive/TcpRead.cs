namespace Flow.DataPath;

/// <summary>
/// <c>pico_cb_tcp_read()</c>: moves a connection's in-order bytes into its <c>conn-rxbuf</c>. The window follows from the room there,
/// so the bytes fit; when <c>handle-read</c> has made room worth telling the peer, the stack is rung and says so.
/// </summary>
public sealed class TcpRead(StackParts parts) : IConnectionStep
{
    private readonly Queue<Connection> _ready = new();

    /// <inheritdoc/>
    public void Notify(Connection connection)
    {
        if (connection.IsReadListed) return;
        connection.IsReadListed = true;
        _ready.Enqueue(connection);
    }

    /// <inheritdoc/>
    public bool Advance(TimeSpan now)
    {
        var moved = _ready.Count > 0;
        while (_ready.TryDequeue(out var connection))
        {
            connection.IsReadListed = false;
            Move(connection, now);
        }

        return moved;
    }

    private void Move(Connection connection, TimeSpan now)
    {
        var (tcp, output) = (connection.Tcp, connection.RxBuf.Writer);
        while (!connection.IsClosed && !connection.IsReceiveEnded)
        {
            if (output.IsAbandoned)
            {
                // The app has gone: with bytes unread theirs is a reset, without any it is when more arrive, as on Linux.
                connection.IsReceiveEnded = true;
                if (connection.IsLeftByApp) tcp.AbandonReceive(now);
                else tcp.Abort(now);
                return;
            }

            while (output.Room is > 0 and var free && tcp.TryRead(out var bytes, (int)free)) output.TryWrite(bytes);
            var room = output.Room;
            tcp.SetReceiveRoom((int)room, now);
            if (tcp.IsReceiveComplete)
            {
                connection.IsReceiveEnded = true;
                output.TryComplete();
                return;
            }

            // Bytes that found no place want any room; otherwise the room that moves the window's edge (RFC 9293, 3.8.6.2.2).
            // With all the room there is, what is left to hear of is that the app has gone.
            var worthTelling = tcp.ReadableBytes > 0 ? 1 : Math.Max(1, Math.Min(connection.RxBufBytes / 2, tcp.ReceiveSegmentSize));
            var above = room == connection.RxBufBytes ? long.MaxValue : Math.Min(room + worthTelling, connection.RxBufBytes) - 1;
            if (above == connection.RoomArmedAbove) return;
            if (output.TryArm(parts.Bell, connection.RoomKey, above))
            {
                connection.RoomArmedAbove = above;
                return;
            }
        }
    }
}
