namespace Flow.DataPath;

/// <summary>
/// <c>pico_socket_write()</c> and what the seed leaves unsaid: bytes into the connection's send queue, then segments, packets and frames
/// into <c>frame-txbuf</c>, as many as have room. What finds none stays owed, as state of the stack.
/// </summary>
public sealed class StackSend(StackParts parts) : IStackStep
{
    /// <inheritdoc/>
    public bool Advance(TimeSpan now)
    {
        var moved = false;
        while (parts.TcpWriteToStackSend.Reader.TryRead(out var write))
        {
            moved = true;
            var connection = write.Connection;
            connection.BytesToSendQueue -= write.Data.Length;
            // Bytes may have been on their way here when the connection failed.
            if (connection.IsClosed || connection.Tcp.Fault is not null) write.Dispose();
            else connection.Tcp.Send(write.Data, now);
            if (connection is { IsSendEnding: true, IsClosed: false, BytesToSendQueue: 0 }) connection.Tcp.CompleteSend(now);
        }

        var output = parts.FrameTxBuf.Writer;
        for (var sent = 0; sent < parts.LoopScore && output.Room > 0 && parts.Stack.TryTransmitFrame(now, out var frame); sent++)
        {
            if (!output.TryWrite(frame)) frame.Dispose();
            moved = true;
        }

        return moved;
    }
}
