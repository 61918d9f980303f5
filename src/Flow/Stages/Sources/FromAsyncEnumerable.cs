using System.Threading.Channels;

namespace Flow;

public static partial class Source
{
    /// <summary>A source of the items of an asynchronous sequence; each run enumerates it anew.</summary>
    /// <remarks>
    /// The sequence's token is cancelled when the run is stopped or drained, or nobody reads any more; a sequence that ignores it
    /// holds the run.
    /// </remarks>
    public static Pipeline<Nothing, T> From<T>(string name, IAsyncEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Pipeline.Of<Nothing>().Then(name, new AsyncEnumerableSource<T>(items));
    }
}

internal sealed class AsyncEnumerableSource<T>(IAsyncEnumerable<T> items) : IStage<Nothing, T>
{
    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var drain = new DrainToken(input, cancellationToken);
        using var hand = new Hand<T>();
        if (drain.Token.IsCancellationRequested) return;
        if (!await AsyncSequence.PutAllAsync(items, hand, output, drain.Token, cancellationToken, input as SourceInput)) return;
        await hand.PutAsync(output, cancellationToken);
    }
}
