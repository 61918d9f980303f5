using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It takes the fault of its input for an ordinary end.</summary>
internal sealed class SwallowsFault : Forwarding
{
    protected override async ValueTask<bool> HasMoreAsync(ChannelReader<int> input, CancellationToken cancellationToken)
    {
        try
        {
            return await base.HasMoreAsync(input, cancellationToken);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
