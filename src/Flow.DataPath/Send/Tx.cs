using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>Takes a frame apart again and puts it on the wire: the counterpart of <see cref="Put"/> and <see cref="Rx"/>.</summary>
public sealed class Tx : IStage<Frame, FrameParts>
{
    /// <inheritdoc/>
    public async ValueTask RunAsync(ChannelReader<Frame> input, ChannelWriter<FrameParts> output, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var frame))
            {
                if (!await output.DeliverAsync(FrameParts.TakeApart(frame), cancellationToken)) return;
            }
        }
    }
}
