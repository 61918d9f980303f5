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
    /// <summary>Moves items from many hops to one, a batch of each in turn, and waits for all of them at one doorbell.</summary>
    public static async ValueTask RunAsync<T>(
        IReadOnlyList<HopReader<T>> inputs,
        ChannelWriter<T> output,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        using var hand = new Hand<T>();
        var bell = new Doorbell(timeProvider);
        var open = inputs.Count;
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
                // There is more, or the end, which this shows at once.
                if (await input.WaitToReadAsync(cancellationToken)) bell.Ring(key);
                else open--;
            }
        }
    }
}
