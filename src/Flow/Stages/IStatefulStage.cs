using System.Threading.Channels;

namespace Flow;

/// <summary>A stage that hands over its state to the one that is swapped in for it while the run goes on.</summary>
/// <remarks>
/// At a fence the input ends, <see cref="RunAsync(ChannelReader{TIn}, ChannelWriter{TOut}, TState, CancellationToken)"/> returns
/// the state, and the stage that takes its place begins with it; so does the same stage when the swap was cancelled. What is
/// returned for any other reason is given to <see cref="EndAsync"/>.
/// </remarks>
/// <typeparam name="TIn">What it reads.</typeparam>
/// <typeparam name="TOut">What it writes.</typeparam>
/// <typeparam name="TState">What it hands over; the next stage takes it over whole.</typeparam>
public interface IStatefulStage<TIn, TOut, TState> : IStage<TIn, TOut>
{
    /// <summary>Runs the body once, until its input ends.</summary>
    /// <param name="input">Where items come from.</param>
    /// <param name="output">Where they go.</param>
    /// <param name="state">What the stage before it in this place handed over; the type's default where there was none.</param>
    /// <param name="cancellationToken">As in <see cref="IStage{TIn, TOut}.RunAsync"/>.</param>
    /// <returns>The state it leaves.</returns>
    ValueTask<TState> RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TState? state, CancellationToken cancellationToken);

    /// <summary>The body has returned and nobody takes over its state: the place to write, or to release, what is in it.</summary>
    ValueTask EndAsync(TState state, ChannelWriter<TOut> output, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    async ValueTask IStage<TIn, TOut>.RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        await EndAsync(await RunAsync(input, output, default, cancellationToken), output, cancellationToken);

    Tenant<TIn, TOut> IStage<TIn, TOut>.Tenancy() => new StatefulTenant<TIn, TOut, TState>(this);
}
