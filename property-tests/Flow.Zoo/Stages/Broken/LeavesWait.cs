using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>When its token is cancelled it goes, and the wait that it was in goes on without it.</summary>
internal sealed class LeavesWait : Forwarding
{
    protected override async ValueTask<bool> HasMoreAsync(ChannelReader<int> input, CancellationToken cancellationToken) =>
        await base.HasMoreAsync(input, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
}
