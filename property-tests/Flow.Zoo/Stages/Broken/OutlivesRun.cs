using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It returns while its last write is under way.</summary>
internal sealed class OutlivesRun : Forwarding
{
    private Task _writing = Task.CompletedTask;

    protected override async ValueTask PutAsync(ChannelWriter<int> output, int item, CancellationToken cancellationToken)
    {
        await _writing;
        _writing = base.PutAsync(output, item, cancellationToken).AsTask();
    }
}
