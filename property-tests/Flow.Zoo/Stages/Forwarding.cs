using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>A right stage: it passes items on, one at a time.</summary>
internal class Forwarding : IStage<int, int>
{
    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        while (await HasMoreAsync(input, cancellationToken))
        {
            while (input.TryRead(out var item)) await PutAsync(output, item, cancellationToken);
        }
    }

    protected virtual ValueTask<bool> HasMoreAsync(ChannelReader<int> input, CancellationToken cancellationToken) =>
        input.WaitToReadAsync(cancellationToken);

    protected virtual ValueTask PutAsync(ChannelWriter<int> output, int item, CancellationToken cancellationToken) =>
        output.WriteAsync(item, cancellationToken);
}
