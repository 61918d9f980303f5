using System.Threading.Channels;

namespace Flow;

public static partial class Pipeline
{
    /// <summary>The items of several sources, one source after the other.</summary>
    /// <remarks>
    /// All begin with the run; one whose turn has not come fills the hop behind it, and waits. When one fails before its turn those before it are
    /// drained, so that the fault comes soon; what they and it have given by then still arrives.
    /// </remarks>
    /// <param name="name">The stage's name; the stages of a source have the paths <c>name/source/stage</c>.</param>
    /// <param name="sources">The sources by name.</param>
    public static Pipeline<Nothing, T> Concat<T>(string name, params (string Name, Pipeline<Nothing, T> Source)[] sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return Of<Nothing>().Then(new FanInNode<T>(name, ConcatBody.RunAsync, Branch<Nothing, T>.All(sources), hop: null, readsInTurn: true));
    }
}

internal static class ConcatBody
{
    public static async ValueTask RunAsync<T>(
        IReadOnlyList<HopReader<T>> inputs, ChannelWriter<T> output, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var hand = new Hand<T>();
        foreach (var input in inputs)
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (!cancellationToken.IsCancellationRequested && hand.TryTake(input))
                {
                    if (!await hand.PutAsync(output, cancellationToken)) return;
                }
            }
        }
    }
}
