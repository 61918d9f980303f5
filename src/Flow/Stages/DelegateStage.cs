using System.Threading.Channels;

namespace Flow;

/// <summary>A stage that is a function.</summary>
internal sealed class DelegateStage<TIn, TOut>(Func<ChannelReader<TIn>, ChannelWriter<TOut>, CancellationToken, ValueTask> body)
    : IStage<TIn, TOut>
{
    public ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        body(input, output, cancellationToken);
}
