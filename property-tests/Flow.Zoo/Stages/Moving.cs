using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>What stages are made of that have hops of their own inside.</summary>
internal static class Moving
{
    /// <summary>Moves items until there are no more, or nobody takes them.</summary>
    public static async Task MoveAsync(ChannelReader<int> from, ChannelWriter<int> to, CancellationToken cancellationToken)
    {
        while (await from.WaitToReadAsync(cancellationToken))
        {
            while (from.TryRead(out var item))
            {
                while (!to.TryWrite(item))
                {
                    if (!await to.WaitToWriteAsync(cancellationToken)) return;
                }
            }
        }
    }

    /// <summary>Closes what some work used with the fault it ended with, if it did.</summary>
    public static async Task ThenAsync(this Task work, Action<Exception?> close)
    {
        Exception? fault = null;
        try
        {
            await work;
        }
        catch (Exception error)
        {
            fault = error;
            throw;
        }
        finally
        {
            close(fault);
        }
    }
}
