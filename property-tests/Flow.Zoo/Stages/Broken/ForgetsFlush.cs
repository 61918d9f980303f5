using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It does not pass on what is in its buffer at the end.</summary>
internal sealed class ForgetsFlush : Buffering
{
    protected override ValueTask FlushAsync(ChannelWriter<int> output, int[] items, CancellationToken cancellationToken) => default;
}
