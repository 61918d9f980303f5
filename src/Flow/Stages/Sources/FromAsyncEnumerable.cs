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
        await using var rest = items.GetAsyncEnumerator(drain.Token);
        try
        {
            while (!drain.Token.IsCancellationRequested)
            {
                var next = rest.MoveNextAsync();
                // While items come at once they are gathered; before a wait they are let go.
                if ((hand.IsFull || !next.IsCompleted) && !await PutAsync(hand, output, next, drain, cancellationToken)) return;
                if (!await next) break;
                hand.Add(rest.Current);
            }
        }
        catch (OperationCanceledException) when (drain.IsDrained)
        {
            // The wait for an item that is not wanted any more.
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            await hand.PutAsync(output, cancellationToken);
            throw;
        }

        await hand.PutAsync(output, cancellationToken);
    }

    // An enumerator is not disposed while it moves: where this body ends, the move under way is ended first.
    private static async ValueTask<bool> PutAsync(
        Hand<T> hand, ChannelWriter<T> output, ValueTask<bool> next, DrainToken drain, CancellationToken cancellationToken)
    {
        var put = false;
        try
        {
            return put = await hand.PutAsync(output, cancellationToken);
        }
        finally
        {
            if (!put)
            {
                drain.Cancel();
                try
                {
                    await next;
                }
                catch (OperationCanceledException)
                {
                    // As it was told.
                }
            }
        }
    }
}
