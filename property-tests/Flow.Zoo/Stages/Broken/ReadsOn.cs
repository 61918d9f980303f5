using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It tries hundreds of items more before it believes that its output has gone.</summary>
internal sealed class ReadsOn : Forwarding
{
    private int _refused;

    protected override async ValueTask PutAsync(ChannelWriter<int> output, int item, CancellationToken cancellationToken)
    {
        try
        {
            await base.PutAsync(output, item, cancellationToken);
        }
        catch (ChannelClosedException) when (++_refused < 300)
        {
        }
    }
}
