using System.Threading.Channels;

namespace Flow.Properties.Stages;

/// <summary>A layer whose two directions go on by themselves; each ends with what it ended with.</summary>
internal sealed class BothWays<T>(Func<T, T> down, Func<T, T> up) : IDuplexStage<T, T, T, T>
{
    public async ValueTask RunAsync(
        ChannelReader<T> fromAbove, ChannelWriter<T> toBelow, ChannelReader<T> fromBelow, ChannelWriter<T> toAbove, CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            MoveAsync(fromAbove, toBelow, down, cancellationToken), MoveAsync(fromBelow, toAbove, up, cancellationToken));
    }

    private static async Task MoveAsync(ChannelReader<T> from, ChannelWriter<T> to, Func<T, T> map, CancellationToken cancellationToken)
    {
        try
        {
            await new MapStage<T, T>(map).RunAsync(from, to, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            to.TryComplete(fault);
            (from as HopReader<T>)?.Abandon(fault);
            throw;
        }

        to.TryComplete();
        (from as HopReader<T>)?.Abandon();
    }
}
