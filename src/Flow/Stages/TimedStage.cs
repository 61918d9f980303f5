using System.Threading.Channels;

namespace Flow;

/// <summary>A built-in stage that needs the run's clock.</summary>
internal abstract class TimedStage<TIn, TOut> : IStage<TIn, TOut>
{
    public ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        RunAsync(input, output, TimeProvider.System, cancellationToken);

    public abstract ValueTask RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TimeProvider timeProvider, CancellationToken cancellationToken);
}
