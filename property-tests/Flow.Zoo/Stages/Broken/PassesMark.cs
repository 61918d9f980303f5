using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It passes on the mark that it ends its buffer with.</summary>
internal sealed class PassesMark : Buffering
{
    protected override ValueTask FlushAsync(ChannelWriter<int> output, int[] items, CancellationToken cancellationToken) =>
        base.FlushAsync(output, [.. items, -1], cancellationToken);
}
