using System.Threading.Channels;

namespace Flow;

/// <summary>Passes on what it gets.</summary>
internal sealed class PassStage<T> : IStage<T, T>
{
    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var hand = new Hand<T>();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && hand.TryTake(input))
            {
                if (!await hand.PutAsync(output, cancellationToken)) return;
            }
        }
    }
}
