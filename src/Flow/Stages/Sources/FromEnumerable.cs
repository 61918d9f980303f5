using System.Threading.Channels;

namespace Flow;

/// <summary>Makes sources: pipelines from nothing.</summary>
public static partial class Source
{
    /// <summary>A source of the items of a sequence; each run enumerates it anew.</summary>
    /// <remarks>When the run is drained it takes no more and writes what it has in hand.</remarks>
    public static Pipeline<Nothing, T> From<T>(string name, IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Pipeline.Of<Nothing>().Then(name, new EnumerableSource<T>(items));
    }
}

internal sealed class EnumerableSource<T>(IEnumerable<T> items) : IStage<Nothing, T>
{
    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var hand = new Hand<T>();
        using var rest = items.GetEnumerator();
        var more = true;
        while (more && !input.Completion.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                while (!hand.IsFull && (more = rest.MoveNext())) hand.Add(rest.Current);
            }
            catch
            {
                // What came before the fault still arrives.
                await hand.PutAsync(output, cancellationToken);
                throw;
            }

            if (!await hand.PutAsync(output, cancellationToken)) return;
        }
    }
}
