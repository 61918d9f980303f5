using System.Threading.Channels;

namespace Flow.Adapters;

/// <summary>A source of an asynchronous sequence with one item in hand at most: what it takes it can write soon, or holds alone.</summary>
internal sealed class OneByOneSource<T>(IAsyncEnumerable<T> items) : IStage<Nothing, T>
{
    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        await using var end = new SourceEnd(input, cancellationToken);
        try
        {
            await foreach (var item in items.WithCancellation(end.Token))
            {
                if (!await output.PutAsync(item, cancellationToken) || end.IsDrained) return;
            }
        }
        catch (OperationCanceledException) when (end.IsDrained)
        {
            // The wait for an item that is not wanted any more.
        }
    }
}
