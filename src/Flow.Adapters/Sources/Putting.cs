using System.Threading.Channels;

namespace Flow.Adapters;

/// <summary>Writes the item that is in hand.</summary>
internal static class Putting
{
    /// <summary>Writes an item, waiting for room; false when the output has gone. An item that cannot be written is disposed, where it can be.</summary>
    public static async ValueTask<bool> PutAsync<T>(this ChannelWriter<T> output, T item, CancellationToken cancellationToken)
    {
        var written = false;
        try
        {
            while (!(written = output.TryWrite(item)))
            {
                if (!await output.WaitToWriteAsync(cancellationToken)) return false;
            }

            return true;
        }
        finally
        {
            if (!written) (item as IDisposable)?.Dispose();
        }
    }
}
