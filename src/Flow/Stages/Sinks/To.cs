using System.Threading.Channels;

namespace Flow;

public static partial class Sink
{
    /// <summary>
    /// A sink that writes each item to a channel, and completes that when it ends: with the error, if its input ended with one.
    /// When the channel takes nothing more the sink ends, and what comes before it is told.
    /// </summary>
    public static Pipeline<T, Nothing> To<T>(string name, ChannelWriter<T> writer, HopOptions<T>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return Pipeline.Of<T>().Then(name, new WriterSink<T>(writer), hop);
    }
}

internal sealed class WriterSink<T>(ChannelWriter<T> writer) : IStage<T, Nothing>
{
    public async ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken)
    {
        using var items = new Hand<T> { LentBy = input as RememberingReader<T> };
        try
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (!cancellationToken.IsCancellationRequested && items.TryTake(input))
                {
                    if (!await items.PutAsync(writer, cancellationToken)) return;
                }
            }

            writer.TryComplete();
        }
        catch (Exception error)
        {
            writer.TryComplete(error);
            throw;
        }
    }
}
