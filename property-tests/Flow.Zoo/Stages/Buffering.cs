using System.Threading.Channels;

namespace Flow.Zoo.Stages;

/// <summary>A right stage: it gathers items in a buffer, and passes on three when there are four, and the rest at the end.</summary>
internal class Buffering : IStage<int, int>
{
    private const int Size = 4;

    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var buffer = new int[Size];
        var (first, end) = (0, 0);
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var item))
            {
                buffer[end++ % Size] = item;
                if (end - first < Size) continue;
                await PutAsync(output, Oldest(buffer, first, 3), cancellationToken);
                first += 3;
            }
        }

        await FlushAsync(output, Oldest(buffer, first, end - first), cancellationToken);
    }

    /// <summary>The oldest items, around the end of the buffer.</summary>
    protected virtual int[] Oldest(int[] buffer, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(position => buffer[position % buffer.Length])];

    /// <summary>Passes on what is left at the end.</summary>
    protected virtual ValueTask FlushAsync(ChannelWriter<int> output, int[] items, CancellationToken cancellationToken) =>
        PutAsync(output, items, cancellationToken);

    private static async ValueTask PutAsync(ChannelWriter<int> output, int[] items, CancellationToken cancellationToken)
    {
        foreach (var item in items) await output.WriteAsync(item, cancellationToken);
    }
}
