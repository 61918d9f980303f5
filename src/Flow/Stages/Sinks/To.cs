using System.Threading.Channels;

namespace Flow;

public static partial class Sink
{
    /// <summary>
    /// A sink that writes each item to a channel, and completes that when it ends: with the error, if its input ended with one.
    /// When the channel takes nothing more the sink ends, and what comes before it is told.
    /// </summary>
    /// <remarks>
    /// It does not end where it starts again, after a swap that was given up or by a fault policy; nor where it is swapped for another that
    /// writes to the same channel. Swapped for anything else it completes the channel.
    /// </remarks>
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
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input))
            {
                if (!await items.PutAsync(writer, cancellationToken)) return;
            }
        }
    }

    Tenant<T, Nothing> IStage<T, Nothing>.Tenancy() => new WriterTenant(this, writer);

    // The channel does not end where this starts again, or another that writes the same takes its place.
    private sealed class WriterTenant(WriterSink<T> sink, ChannelWriter<T> writer) : StatelessTenant<T, Nothing>(sink)
    {
        private readonly ChannelWriter<T> _writer = writer;

        public override void Leave(Tenant<T, Nothing>? next, Exception? error)
        {
            if (next is not WriterTenant other || other._writer != _writer) _writer.TryComplete(error);
        }
    }
}
