using System.Threading.Channels;

namespace Flow.Swarm.Networks;

/// <summary>A stage that shows each item to somebody before it takes it.</summary>
internal sealed class WatchedStage<TIn, TOut>(IStage<TIn, TOut> inner, Action<TIn> watch) : IStage<TIn, TOut>
{
    public ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        inner.RunAsync(new WatchedReader(input, watch), output, cancellationToken);

    private sealed class WatchedReader(ChannelReader<TIn> inner, Action<TIn> watch) : ChannelReader<TIn>
    {
        public override bool TryRead(out TIn item)
        {
            if (!inner.TryRead(out item!)) return false;
            watch(item);
            return true;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inner.WaitToReadAsync(cancellationToken);
    }
}
