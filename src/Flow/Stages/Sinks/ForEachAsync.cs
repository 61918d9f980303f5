using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Flow;

public static partial class Sink
{
    /// <summary>
    /// A sink that calls an asynchronous function with each item, in order; it awaits each call before the next, or has several under way.
    /// </summary>
    /// <param name="name">The stage's name.</param>
    /// <param name="action">
    /// Called with an item, which is its own, and a token that is cancelled when the run is stopped, or when another call has thrown. Calls are
    /// started one after the other; the stage returns when all have ended.
    /// </param>
    /// <param name="hop">The hop before the stage.</param>
    /// <param name="parallelism">How many calls are under way at most.</param>
    [OverloadResolutionPriority(1)]
    public static Pipeline<T, Nothing> ForEachAsync<T>(
        string name, Func<T, CancellationToken, ValueTask> action, HopOptions<T>? hop = null, int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        return parallelism == 1
            ? Pipeline.Of<T>().Then(name, new ForEachAsyncSink<T>(action), hop)
            : Pipeline.Of<T>().Then(name, InParallel(action, parallelism), hop);
    }

    /// <inheritdoc cref="ForEachAsync{T}(string, Func{T, CancellationToken, ValueTask}, HopOptions{T}, int)"/>
    public static Pipeline<T, Nothing> ForEachAsync<T>(
        string name, Func<T, CancellationToken, Task> action, HopOptions<T>? hop = null, int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(action);
        // Where a lambda is both, it is the other's, which makes no task.
        return ForEachAsync<T>(name, (item, cancellationToken) => new ValueTask(action(item, cancellationToken)), hop, parallelism);
    }

    private static DelegateStage<T, Nothing> InParallel<T>(Func<T, CancellationToken, ValueTask> action, int parallelism)
    {
        var calls = new ParallelMapStage<T, Nothing>(CallAsync, parallelism, ordered: false);
        // What the calls return is nothing, and goes nowhere, whatever comes behind the sink.
        return new DelegateStage<T, Nothing>((input, _, cancellationToken) => calls.RunAsync(input, new SinkOutput(), cancellationToken));

        async ValueTask<Nothing> CallAsync(T item, CancellationToken cancellationToken)
        {
            await action(item, cancellationToken);
            return default;
        }
    }
}

internal sealed class ForEachAsyncSink<T>(Func<T, CancellationToken, ValueTask> action) : IStage<T, Nothing>
{
    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && input.TryRead(out var item)) await action(item, cancellationToken);
        }
    }
}
