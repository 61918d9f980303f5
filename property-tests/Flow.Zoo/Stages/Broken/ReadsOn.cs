using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It keeps reading when its output has gone.</summary>
internal sealed class ReadsOn : Forwarding
{
    protected override async ValueTask PutAsync(ChannelWriter<int> output, int item, CancellationToken cancellationToken)
    {
        try
        {
            await base.PutAsync(output, item, cancellationToken);
        }
        catch (ChannelClosedException)
        {
        }
    }
}
