using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>A right stage: it keeps the last item until another one comes, and hands it over when it is swapped.</summary>
internal class HoldingBack : IStatefulStage<int, int, int?>
{
    public async ValueTask<int?> RunAsync(ChannelReader<int> input, ChannelWriter<int> output, int? state, CancellationToken cancellationToken)
    {
        var held = TakeOver(state);
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var item))
            {
                if (held is { } last) await output.WriteAsync(last, cancellationToken);
                held = item;
            }
        }

        return await HandOverAsync(held, output, cancellationToken);
    }

    public virtual async ValueTask EndAsync(int? state, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        if (state is { } last) await output.WriteAsync(last, cancellationToken);
    }

    protected virtual int? TakeOver(int? state) => state;

    protected virtual ValueTask<int?> HandOverAsync(int? held, ChannelWriter<int> output, CancellationToken cancellationToken) => new(held);
}
