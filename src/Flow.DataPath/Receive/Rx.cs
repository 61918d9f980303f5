using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// <c>pico_rx()</c>: re-encapsulates what came off the wire into one whole Ethernet frame. The header goes into the headroom of the
/// buffer it came in, if there is any.
/// </summary>
/// <param name="pool">Where a buffer comes from when the frame cannot be made in place.</param>
public sealed class Rx(BufferPool pool) : IStage<FrameParts, Frame>
{
    /// <inheritdoc/>
    public async ValueTask RunAsync(ChannelReader<FrameParts> input, ChannelWriter<Frame> output, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var parts))
            {
                if (!await output.DeliverAsync(parts.Encapsulate(pool), cancellationToken)) return;
            }
        }
    }
}
