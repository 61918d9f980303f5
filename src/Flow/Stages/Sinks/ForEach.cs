using System.Threading.Channels;

namespace Flow;

/// <summary>Makes sinks: pipelines to nothing.</summary>
public static partial class Sink
{
    /// <summary>A sink that calls <paramref name="action"/> with each item, in order; the item is its own from then on.</summary>
    public static Pipeline<T, Nothing> ForEach<T>(string name, Action<T> action, HopOptions<T>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Pipeline.Of<T>().Then(name, new ForEachSink<T>(action), hop);
    }
}

internal sealed class ForEachSink<T>(Action<T> action) : IStage<T, Nothing>
{
    private const int LargestBatch = 256;

    public ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken) =>
        input is SlotReader<T> ring ? RunInPlaceAsync(ring, cancellationToken) : RunInHandAsync(input, cancellationToken);

    private async ValueTask RunInPlaceAsync(SlotReader<T> input, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && TryCallInPlace(input))
            {
            }
        }
    }

    private bool TryCallInPlace(SlotReader<T> input)
    {
        var items = input.Peek(LargestBatch);
        var called = 0;
        try
        {
            CallAll(items, ref called);
        }
        finally
        {
            if (called > 0) input.Advance(called);
        }

        return called > 0;
    }

    private async ValueTask RunInHandAsync(ChannelReader<T> input, CancellationToken cancellationToken)
    {
        using var items = new Hand<T>();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input)) CallInHand(items);
        }
    }

    private void CallInHand(Hand<T> items)
    {
        var called = 0;
        try
        {
            CallAll(items.Held, ref called);
        }
        finally
        {
            items.Give(called);
        }
    }

    private void CallAll(ReadOnlySpan<T> items, ref int called)
    {
        foreach (var item in items)
        {
            // The delegate has the item it throws at.
            called++;
            action(item);
        }
    }
}
