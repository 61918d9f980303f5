using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>A source whose items come from a hop.</summary>
internal sealed class SourceAsStage<TIn, TOut>(Func<ChannelReader<TIn>, IStage<Nothing, TOut>> create) : IStage<TIn, TOut>
{
    public ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        create(input).RunAsync(new SourceInput(), output, cancellationToken);
}
