using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// <c>pico_cb_tcp_write()</c>: moves a connection's <c>conn-txbuf</c> towards the stack's send queue, as much as has room there. The end of
/// the buffer becomes FIN, and a fault RST.
/// </summary>
public sealed class TcpWrite(StackParts parts) : IConnectionStep
{
    private readonly Queue<Connection> _ready = new();

    /// <inheritdoc/>
    public void Notify(Connection connection)
    {
        if (connection.IsWriteListed) return;
        connection.IsWriteListed = true;
        _ready.Enqueue(connection);
    }

    /// <inheritdoc/>
    public bool Advance(TimeSpan now)
    {
        var moved = false;
        // Each connection once a turn: one with much to send does not hold up the others.
        for (var turns = _ready.Count; turns > 0 && parts.TcpWriteToStackSend.Writer.Room > 0; turns--)
        {
            var connection = _ready.Dequeue();
            connection.IsWriteListed = false;
            moved = true;
            Move(connection, now);
        }

        return moved;
    }

    private void Move(Connection connection, TimeSpan now)
    {
        var (input, output) = (connection.TxBuf.Reader, parts.TcpWriteToStackSend.Writer);
        while (!connection.IsClosed && !connection.IsSendEnding)
        {
            if (input.CompletionError is not null)
            {
                // A fault of the app's end: what it wrote before is given up with the connection.
                connection.IsSendEnding = true;
                connection.Tcp.Abort(now);
            }
            else if (connection.Unsent is { } unsent)
            {
                if (output.Room == 0)
                {
                    Notify(connection);
                    return;
                }

                var room = connection.Tcp.SendRoomBytes - connection.BytesToSendQueue;
                // The stack says when there is room again.
                if (room <= 0) return;
                connection.Unsent = null;
                if (unsent.Length > room)
                {
                    connection.Unsent = unsent.Share(room, unsent.Length - room);
                    unsent = unsent with { Length = room };
                }

                connection.BytesToSendQueue += unsent.Length;
                output.TryWrite(new ConnectionWrite(connection, unsent));
            }
            else if (input.TryRead(out var bytes))
            {
                connection.Unsent = bytes;
            }
            else if (input.IsEnded)
            {
                connection.IsSendEnding = true;
                // What lies between here and the send queue goes first; stack-send ends the stream after it.
                if (connection.BytesToSendQueue == 0) connection.Tcp.CompleteSend(now);
            }
            else
            {
                if (!connection.IsDataArmed) connection.IsDataArmed = input.TryArm(parts.Bell, connection.DataKey);
                if (connection.IsDataArmed) return;
            }
        }
    }
}
