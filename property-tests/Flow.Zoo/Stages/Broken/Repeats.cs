using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It writes an item again that it had to wait with.</summary>
internal sealed class Repeats : Forwarding
{
    protected override async ValueTask PutAsync(ChannelWriter<int> output, int item, CancellationToken cancellationToken)
    {
        while (!output.TryWrite(item)) await output.WriteAsync(item, cancellationToken);
    }
}
