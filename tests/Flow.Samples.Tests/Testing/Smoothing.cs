using System.Threading.Channels;
using Flow;

namespace Samples.Testing;

/// <summary>Takes what comes in a burst into a buffer of its own, and passes it on when the burst is over, or the buffer full.</summary>
internal class Smoothing : IStage<int, int>
{
    private const int Size = 4;

    public async ValueTask RunAsync(ChannelReader<int> input, ChannelWriter<int> output, CancellationToken cancellationToken)
    {
        var (buffer, first, count) = (new int[Size], 0, 0);
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (count < Size && input.TryRead(out var item)) buffer[(first + count++) % Size] = item;
            foreach (var item in InOrder(buffer, first, count)) await output.WriteAsync(item, cancellationToken);
            (first, count) = ((first + count) % Size, 0);
        }
    }

    protected virtual int[] InOrder(int[] buffer, int first, int count)
    {
        var beforeTheWrap = Math.Min(count, Size - first);
        return [.. buffer.AsSpan(first, beforeTheWrap), .. buffer.AsSpan(0, count - beforeTheWrap)];
    }
}

/// <summary>The same, with the two parts the wrong way round where the buffer wraps.</summary>
internal sealed class SmoothingThatWraps : Smoothing
{
    protected override int[] InOrder(int[] buffer, int first, int count)
    {
        var wrapped = Math.Max(0, first + count - buffer.Length);
        return [.. buffer.AsSpan(0, wrapped), .. buffer.AsSpan(first, count - wrapped)];
    }
}
