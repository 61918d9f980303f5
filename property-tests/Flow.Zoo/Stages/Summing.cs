using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>A right stage: the sum of the items so far, after each of them.</summary>
internal class Summing : IStage<int, int>
{
    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var sum = Begin();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var item)) await output.WriteAsync(sum[0] += item, cancellationToken);
        }
    }

    /// <summary>Where a run keeps its sum.</summary>
    protected virtual int[] Begin() => [0];
}
