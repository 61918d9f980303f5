using System.Threading.Channels;

namespace Flow.Properties.Stages;

/// <summary>A running sum that hands over its state, and at its end writes what it came to, negative.</summary>
internal sealed class RunningSum : IStatefulStage<int, int, int>
{
    public async ValueTask<int> RunAsync(ChannelReader<int> input, ChannelWriter<int> output, int state, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var item)) await output.WriteAsync(state += item, cancellationToken);
        }

        return state;
    }

    public ValueTask EndAsync(int state, ChannelWriter<int> output, CancellationToken cancellationToken) =>
        output.WriteAsync(-state, cancellationToken);
}
