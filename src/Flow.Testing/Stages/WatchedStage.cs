using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>A stage between ends that tell what it does there.</summary>
internal sealed class WatchedStage<TIn, TOut>(IStage<TIn, TOut> inner, Story story) : IStage<TIn, TOut>
{
    public ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        inner.RunAsync(new WatchedReader<TIn>((HopReader<TIn>)input, story), new WatchedWriter<TOut>((HopWriter<TOut>)output, story), cancellationToken);
}
