using System.Threading.Channels;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It passes on the item it holds before it hands it over.</summary>
internal sealed class RepeatsOnSwap : HoldingBack
{
    public override ValueTask EndAsync(int? state, ChannelWriter<int> output, CancellationToken cancellationToken) => default;

    protected override async ValueTask<int?> HandOverAsync(int? held, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        await base.EndAsync(held, output, cancellationToken);
        return held;
    }
}
