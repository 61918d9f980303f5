using System.Threading.Channels;

namespace Flow;

/// <inheritdoc cref="Tenant{TIn, TOut}"/>
internal class StatelessTenant<TIn, TOut>(IStage<TIn, TOut> stage) : Tenant<TIn, TOut>
{
    public override Type? State => null;

    public override ValueTask RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TimeProvider timeProvider, CancellationToken cancellationToken) => stage switch
        {
            TimedStage<TIn, TOut> timed => timed.RunAsync(input, output, timeProvider, cancellationToken),
            Pipeline<TIn, TOut> pipeline => RunAsync(pipeline, input, output, timeProvider, cancellationToken),
            _ => stage.RunAsync(input, output, cancellationToken),
        };

    public override ValueTask EndAsync(ChannelWriter<TOut> output, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override void TakeStateOf(Tenant<TIn, TOut> old)
    {
        // There is none to take.
    }

    private static async ValueTask RunAsync(
        Pipeline<TIn, TOut> pipeline,
        ChannelReader<TIn> input,
        ChannelWriter<TOut> output,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        try
        {
            await pipeline.RunInsideAsync(input, output, timeProvider, cancellationToken);
        }
        catch (StageFaultException fault)
        {
            throw fault.Inside(fault.Stage);
        }
    }
}
