using System.Threading.Channels;

namespace Flow;

/// <summary>Writes what an asynchronous sequence yields: items that come at once in batches, and before each wait what there is.</summary>
internal static class AsyncSequence
{
    /// <summary>
    /// Writes all items of a sequence, until it ends or <paramref name="end"/> is cancelled, by which it is told to end; the last of them may
    /// stay in hand. False when the output has gone. What a sequence throws that is told to end is no fault.
    /// </summary>
    public static async ValueTask<bool> PutAllAsync<T>(
        IAsyncEnumerable<T> items,
        Hand<T> hand,
        ChannelWriter<T> output,
        CancellationToken end,
        CancellationToken cancellationToken,
        SourceInput? source = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end, cancellationToken);
        var isGone = false;
        try
        {
            await using var rest = items.GetAsyncEnumerator(stop.Token);
            // Once at least: only a sequence that has begun can let go of what it was made of.
            do
            {
                var next = rest.MoveNextAsync();
                // While items come at once they are gathered; before a wait they are let go.
                isGone = (hand.IsFull || !next.IsCompleted) && !await PutAsync(hand, output, rest, next, stop, cancellationToken);
                if (isGone || !await next) break;
                hand.Add(rest.Current);
            }
            while (!stop.IsCancellationRequested);
        }
        catch when (isGone || end.IsCancellationRequested || cancellationToken.IsCancellationRequested)
        {
            // It comes of its being told to end: of a read that was cancelled, for example.
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch
        {
            // What came before the fault still arrives.
            source?.Fail();
            await hand.PutBeforeFaultAsync(output, cancellationToken);
            throw;
        }

        return !isGone;
    }

    // An enumerator is not disposed while it moves: where this ends, the move under way is ended first. It may end with an item, which
    // nobody will get.
    private static async ValueTask<bool> PutAsync<T>(
        Hand<T> hand,
        ChannelWriter<T> output,
        IAsyncEnumerator<T> rest,
        ValueTask<bool> next,
        CancellationTokenSource stop,
        CancellationToken cancellationToken)
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
                try
                {
                    stop.Cancel();
                }
                finally
                {
                    // Also when what the sequence has registered with its token throws.
                    await EndAsync(rest, next);
                }
            }
        }
    }

    private static async ValueTask EndAsync<T>(IAsyncEnumerator<T> rest, ValueTask<bool> next)
    {
        try
        {
            if (await next) Unwanted.Dispose(rest.Current);
        }
        catch
        {
            // As it was told, with an exception of its own perhaps.
        }
    }
}
