using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>A sink that delivers into a hop.</summary>
internal sealed class SinkAsStage<TIn, TOut>(Func<ChannelWriter<TOut>, IStage<TIn, Nothing>> create) : IStage<TIn, TOut>
{
    public ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        create(output).RunAsync(input, new SinkOutput(), cancellationToken);
}
