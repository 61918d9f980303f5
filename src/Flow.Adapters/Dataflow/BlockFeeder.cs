using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;

namespace Flow.Adapters;

/// <summary>Gives the items of a stage's input to a block, and knows the one that the block did not take.</summary>
internal sealed class BlockFeeder<T>(ITargetBlock<T> block)
{
    private T? _left;
    private bool _isLeft;

    /// <summary>Sends items until there are no more, the block takes no more, or it is told to stop.</summary>
    /// <returns>The error the input ended with, if any.</returns>
    public async Task<Exception?> FeedAsync(ChannelReader<T> input, CancellationToken stop)
    {
        try
        {
            while (await input.WaitToReadAsync(stop))
            {
                while (!stop.IsCancellationRequested && input.TryRead(out var item))
                {
                    if (!await TrySendAsync(item, stop)) return null;
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

    /// <summary>Awaits the end of the stage, and disposes the item that was not taken, where it can be.</summary>
    public async ValueTask LetGoAsync(ValueTask stage)
    {
        try
        {
            await stage;
        }
        finally
        {
            DisposeLeft();
        }
    }

    /// <summary>Disposes the item that was not taken, where it can be.</summary>
    public void DisposeLeft()
    {
        if (_isLeft) (_left as IDisposable)?.Dispose();
        _isLeft = false;
    }

    private async ValueTask<bool> TrySendAsync(T item, CancellationToken stop)
    {
        (_left, _isLeft) = (item, true);
        _isLeft = !await block.SendAsync(item, stop);
        return !_isLeft;
    }
}
