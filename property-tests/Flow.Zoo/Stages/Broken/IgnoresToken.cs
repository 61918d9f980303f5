using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It waits for more without its token.</summary>
internal sealed class IgnoresToken : Forwarding
{
    protected override ValueTask<bool> HasMoreAsync(ChannelReader<int> input, CancellationToken cancellationToken) =>
        base.HasMoreAsync(input, CancellationToken.None);
}
