using System.Threading.Channels;

namespace Samples.Migrating;

/// <summary>What every channel written by hand needs.</summary>
internal static class ChannelEnds
{
    /// <summary>Runs what writes, and completes the channel with what that ends with.</summary>
    public static async Task CompleteAfterAsync<T>(this ChannelWriter<T> writer, Func<Task> write)
    {
        try
        {
            await Task.Run(write);
            writer.TryComplete();
        }
        catch (Exception error)
        {
            writer.TryComplete(error);                                // or its reader waits for ever
        }
    }
}
