using System.Threading.Channels;

namespace Flow;

/// <inheritdoc cref="Tenant{TIn, TOut}"/>
internal sealed class StatefulTenant<TIn, TOut, TState>(IStatefulStage<TIn, TOut, TState> stage) : Tenant<TIn, TOut>
{
    private TState? _state;
    private bool _hasReturned;

    public override Type? State => typeof(TState);

    public override async ValueTask RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _hasReturned = false;
        _state = await stage.RunAsync(input, output, _state, cancellationToken);
        _hasReturned = true;
    }

    public override ValueTask EndAsync(ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        _hasReturned ? stage.EndAsync(_state!, output, cancellationToken) : ValueTask.CompletedTask;

    public override void TakeStateOf(Tenant<TIn, TOut> old)
    {
        if (old is StatefulTenant<TIn, TOut, TState> same) _state = same._state;
    }
}
