using System.Threading.Channels;

namespace Flow.DataPath;

/// <summary>Handing on an item that has to be disposed if nobody takes it.</summary>
internal static class Delivery
{
    /// <summary>Writes <paramref name="item"/> as soon as there is room; disposes it when the reader has gone, or the wait is cancelled.</summary>
    /// <returns>Whether it was written; if not, the caller has nobody to work for any more.</returns>
    public static ValueTask<bool> DeliverAsync<T>(this ChannelWriter<T> output, T item, CancellationToken cancellationToken)
        where T : IDisposable =>
        output.TryWrite(item) ? new ValueTask<bool>(true) : DeliverSlowlyAsync(output, item, cancellationToken);

    private static async ValueTask<bool> DeliverSlowlyAsync<T>(ChannelWriter<T> output, T item, CancellationToken cancellationToken)
        where T : IDisposable
    {
        var written = false;
        try
        {
            while (!written && await output.WaitToWriteAsync(cancellationToken)) written = output.TryWrite(item);
            return written;
        }
        finally
        {
            if (!written) item.Dispose();
        }
    }
}
