using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// <c>pico_handleRead()</c> and <c>streamSend()</c>: a connection's <c>conn-rxbuf</c> into its app's socket. The end of the buffer shuts the
/// sending side down; a fault aborts the socket; an app that has gone abandons the buffer.
/// </summary>
/// <param name="socket">The app's socket; the host disposes it.</param>
/// <param name="pool">Where small pieces are copied together, since a call to the kernel costs more than a copy.</param>
public sealed class HandleRead(IAppSocket socket, BufferPool pool) : IStage<BufferSlice, Nothing>
{
    // A piece this large is worth a call of its own.
    private const int LargePieceBytes = 16 * 1024;

    /// <inheritdoc/>
    public async ValueTask RunAsync(ChannelReader<BufferSlice> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        try
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (input.TryRead(out var bytes))
                {
                    if (bytes.Length < LargePieceBytes) bytes = Gather(bytes, input);
                    using (bytes) await socket.SendAsync(bytes.Memory, cancellationToken);
                }
            }

            socket.CompleteSend();
        }
        catch (AppGoneException)
        {
            // Nobody reads any more: returning with input unread abandons it, and the peer learns it.
        }
        catch (ConnectionFaultException)
        {
            socket.Abort();
            throw;
        }
    }

    // Takes the pieces that are there already and fit into one block.
    private BufferSlice Gather(BufferSlice first, ChannelReader<BufferSlice> input)
    {
        if (!input.CanPeek || !input.TryPeek(out var next) || first.Length + next.Length > BufferPool.LargeBlockBytes) return first;
        var block = pool.Rent(BufferPool.LargeBlockBytes);
        var length = 0;
        Append(first);
        while (input.TryPeek(out next) && length + next.Length <= block.Array.Length && input.TryRead(out next)) Append(next);
        return new BufferSlice(block, 0, length);

        void Append(BufferSlice piece)
        {
            piece.Span.CopyTo(block.Array.AsSpan(length));
            length += piece.Length;
            piece.Dispose();
        }
    }
}
