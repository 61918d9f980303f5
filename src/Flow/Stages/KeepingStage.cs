using System.Threading.Channels;

namespace Flow;

/// <summary>
/// A built-in stage that keeps something from one item to the next: each place it has in a run has one of its own, which goes on with what
/// it has kept when it starts again there, after a swap that was given up or by a fault policy.
/// </summary>
internal sealed class KeepingStage<TIn, TOut>(Func<IStage<TIn, TOut>> begin) : IStage<TIn, TOut>
{
    public ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        begin().RunAsync(input, output, cancellationToken);

    Tenant<TIn, TOut> IStage<TIn, TOut>.Tenancy() => begin().Tenancy();
}
