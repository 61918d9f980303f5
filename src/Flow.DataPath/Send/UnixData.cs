using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// <c>phyOnUnixData()</c>: an app's bytes off its socket, as much as there is, up to a block at a time. While the next hop is full
/// nothing is taken off the socket, and the app's <c>write()</c> waits.
/// </summary>
/// <param name="socket">The app's socket; the host disposes it.</param>
/// <param name="pool">Where the blocks come from.</param>
/// <param name="pieceBytes">
/// Bytes taken at once at most, at most a block less <see cref="Frame.TcpPayloadOffset"/>: as many as a frame carries, since a piece that is one
/// frame's payload is sent where it lies.
/// </param>
public sealed class UnixData(IAppSocket socket, BufferPool pool, int pieceBytes) : IStage<Nothing, BufferSlice>
{
    // Small pieces share a block, so that what is held is little more than the bytes; a block with less room than this is full.
    private const int LeastRoomBytes = 16 * 1024;

    /// <inheritdoc/>
    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<BufferSlice> output, CancellationToken cancellationToken)
    {
        var (block, used) = Begin();
        try
        {
            while (await socket.ReceiveAsync(Rest(block, used), cancellationToken) is > 0 and var received)
            {
                block.Retain();
                var bytes = new BufferSlice(block, used, received);
                used += received;
                if (Rest(block, used).Length < LeastRoomBytes)
                {
                    block.Release();
                    (block, used) = Begin();
                }

                if (!await output.DeliverAsync(bytes, cancellationToken)) return;
            }
        }
        finally
        {
            block.Release();
        }
    }

    private (PooledBuffer Block, int Used) Begin()
    {
        var block = pool.Rent(BufferPool.LargeBlockBytes);
        block.ReserveHeadroom(Frame.TcpPayloadOffset);
        return (block, Frame.TcpPayloadOffset);
    }

    private Memory<byte> Rest(PooledBuffer block, int used) => block.Array.AsMemory(used, Frame.TcpPayloadOffset + pieceBytes - used);
}
