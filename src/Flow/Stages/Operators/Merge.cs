using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Flow;

public static partial class Pipeline
{
    /// <summary>
    /// The items of several sources, each source's in its order, none waiting for another. It completes when all of them have.
    /// </summary>
    /// <param name="name">The stage's name; the stages of a source have the paths <c>name/source/stage</c>.</param>
    /// <param name="sources">The sources by name.</param>
    public static Pipeline<Nothing, T> Merge<T>(string name, params (string Name, Pipeline<Nothing, T> Source)[] sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return Of<Nothing>().Then(new FanInNode<T>(name, MergeBody.RunAsync, Branch<Nothing, T>.All(sources), hop: null));
    }
}

internal static class MergeBody
{
    /// <summary>
    /// Moves items from many hops to one, a batch of each in turn, and waits for all of them at one doorbell. An error of one is the body's
    /// own at once.
    /// </summary>
    public static ValueTask RunAsync<T>(
        IReadOnlyList<HopReader<T>> inputs, ChannelWriter<T> output, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        RunAsync(inputs, output, branchesOfOne: false, timeProvider, cancellationToken);

    /// <summary>
    /// The same; but branches of one stage all end when one of them faults, so that what the others have made of the items before still arrives.
    /// </summary>
    public static ValueTask RunBranchesAsync<T>(
        IReadOnlyList<HopReader<T>> inputs, ChannelWriter<T> output, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        RunAsync(inputs, output, branchesOfOne: true, timeProvider, cancellationToken);

    private static async ValueTask RunAsync<T>(
        IReadOnlyList<HopReader<T>> inputs,
        ChannelWriter<T> output,
        bool branchesOfOne,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        using var hand = new Hand<T>();
        var bell = new Doorbell(timeProvider);
        var open = inputs.Count;
        Exception? error = null;
        for (var key = 0; key < inputs.Count; key++) bell.Ring(key);
        while (open > 0)
        {
            await bell.WaitAsync(cancellationToken);
            while (bell.TryTake(out var key))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var input = inputs[key];
                if (hand.TryTake(input) && !await hand.PutAsync(output, cancellationToken)) return;
                if (input.TryArm(bell, key)) continue;
                try
                {
                    // There is more, or the end, which this shows at once.
                    if (await input.WaitToReadAsync(cancellationToken)) bell.Ring(key);
                    else open--;
                }
                catch (Exception fault) when (branchesOfOne && fault is not OperationCanceledException)
                {
                    error ??= fault;
                    open--;
                }
            }
        }

        if (error is not null) ExceptionDispatchInfo.Throw(error);
    }
}
