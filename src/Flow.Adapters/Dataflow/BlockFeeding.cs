using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>Gives items to a block.</summary>
internal static class BlockFeeding
{
    /// <summary>
    /// Sends items until there are no more, the block takes no more, or it is told to stop. An item that was refused, or could not be
    /// sent any more, is disposed where it can be.
    /// </summary>
    /// <returns>The error the input ended with, if any.</returns>
    public static async Task<Exception?> FeedAsync<T>(this ITargetBlock<T> block, ChannelReader<T> input, CancellationToken stop)
    {
        try
        {
            while (await input.WaitToReadAsync(stop))
            {
                while (!stop.IsCancellationRequested && input.TryRead(out var item))
                {
                    if (!await block.TrySendAsync(item, stop)) return null;
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private static async ValueTask<bool> TrySendAsync<T>(this ITargetBlock<T> block, T item, CancellationToken stop)
    {
        var sent = false;
        try
        {
            return sent = await block.SendAsync(item, stop);
        }
        finally
        {
            if (!sent) (item as IDisposable)?.Dispose();
        }
    }
}
