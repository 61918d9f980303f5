using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// <c>handleWrite()</c>: an app's bytes into its connection's <c>conn-txbuf</c>, in pieces that fit its bound. It only fills the buffer,
/// since only the stack's thread touches the stack.
/// </summary>
/// <param name="bufferBytes">The bound of <c>conn-txbuf</c>.</param>
public sealed class HandleWrite(int bufferBytes) : IStage<BufferSlice, BufferSlice>
{
    /// <inheritdoc/>
    public async ValueTask RunAsync(ChannelReader<BufferSlice> input, ChannelWriter<BufferSlice> output, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var bytes))
            {
                using (bytes)
                {
                    for (var sent = 0; sent < bytes.Length;)
                    {
                        var piece = bytes.Share(sent, Math.Min(bufferBytes, bytes.Length - sent));
                        if (output.TryWrite(piece))
                        {
                            sent += piece.Length;
                            continue;
                        }

                        piece.Dispose();
                        if (!await output.WaitToWriteAsync(cancellationToken)) return;
                    }
                }
            }
        }
    }
}
