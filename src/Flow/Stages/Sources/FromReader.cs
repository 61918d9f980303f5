using System.Threading.Channels;

namespace Flow;

public static partial class Source
{
    /// <summary>A source of the items of a channel, until that is completed.</summary>
    /// <remarks>
    /// When the run is drained what has not been taken yet stays in the channel. When the run ends before it, a hop's reader is
    /// abandoned; the reader of another channel is left as it is.
    /// </remarks>
    public static Pipeline<Nothing, T> From<T>(string name, ChannelReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Pipeline.Of<Nothing>().Then(name, new ReaderSource<T>(reader));
    }
}

internal sealed class ReaderSource<T>(ChannelReader<T> reader) : IStage<Nothing, T>
{
    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var drain = new DrainToken(input, cancellationToken);
        using var hand = new Hand<T>();
        try
        {
            while (await reader.WaitToReadAsync(drain.Token))
            {
                while (!drain.Token.IsCancellationRequested && hand.TryTake(reader))
                {
                    if (!await hand.PutAsync(output, cancellationToken)) return;
                }
            }
        }
        catch (OperationCanceledException) when (drain.IsDrained)
        {
            // What is not taken yet stays where it is.
        }
        finally
        {
            if (!drain.IsDrained) (reader as HopReader<T>)?.Abandon();
        }
    }
}
