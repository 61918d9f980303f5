using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// <c>pico_handleRead()</c> and <c>streamSend()</c>: a connection's <c>conn-rxbuf</c> into its app's socket. The end of the buffer shuts the
/// sending side down; a fault aborts the socket; an app that has gone abandons the buffer.
/// </summary>
/// <param name="socket">The app's socket; the host disposes it.</param>
public sealed class HandleRead(IAppSocket socket) : IStage<BufferSlice, Nothing>
{
    // What is taken at once is out of the bound of conn-rxbuf until the socket has it.
    private const int MostBytesAtOnce = 256 * 1024;
    private const int MostPiecesAtOnce = 64;

    /// <inheritdoc/>
    public async ValueTask RunAsync(ChannelReader<BufferSlice> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        var pieces = new List<BufferSlice>();
        try
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (TryTake(input, pieces))
                {
                    try
                    {
                        await socket.SendAsync(pieces, cancellationToken);
                    }
                    finally
                    {
                        foreach (var piece in pieces) piece.Dispose();
                        pieces.Clear();
                    }
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

    // What is there goes in one call to the kernel: each call may wake the app, which then takes this thread's turn.
    private static bool TryTake(ChannelReader<BufferSlice> input, List<BufferSlice> pieces)
    {
        for (var bytes = 0; bytes < MostBytesAtOnce && pieces.Count < MostPiecesAtOnce && input.TryRead(out var piece); bytes += piece.Length)
            pieces.Add(piece);
        return pieces.Count > 0;
    }
}
