using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It does part of its work on another thread.</summary>
internal sealed class LeavesScheduler : Forwarding
{
    protected override async ValueTask PutAsync(ChannelWriter<int> output, int item, CancellationToken cancellationToken) =>
        await Task.Run(async () => await base.PutAsync(output, item, cancellationToken), cancellationToken);
}
