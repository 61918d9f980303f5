using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// <c>phyOnUnixData()</c>: an app's bytes off its socket, as much as there is, up to a block at a time. While the next hop is full
/// nothing is taken off the socket, and the app's <c>write()</c> waits.
/// </summary>
/// <param name="socket">The app's socket; the host disposes it.</param>
/// <param name="pool">Where the blocks come from.</param>
public sealed class UnixData(IAppSocket socket, BufferPool pool) : IStage<Nothing, BufferSlice>
{
    // Small pieces share a block, so that what is held is little more than the bytes; a block with less room than this is full.
    private const int LeastRoomBytes = 16 * 1024;

    /// <inheritdoc/>
    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<BufferSlice> output, CancellationToken cancellationToken)
    {
        var block = pool.Rent(BufferPool.LargeBlockBytes);
        var used = 0;
        try
        {
            while (await socket.ReceiveAsync(block.Array.AsMemory(used), cancellationToken) is > 0 and var received)
            {
                block.Retain();
                var bytes = new BufferSlice(block, used, received);
                used += received;
                if (block.Array.Length - used < LeastRoomBytes)
                {
                    block.Release();
                    block = pool.Rent(BufferPool.LargeBlockBytes);
                    used = 0;
                }

                if (!await output.DeliverAsync(bytes, cancellationToken)) return;
            }
        }
        finally
        {
            block.Release();
        }
    }
}
