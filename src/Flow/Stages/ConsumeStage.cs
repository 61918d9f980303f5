using System.Threading.Channels;

namespace Flow;

/// <summary>
/// A built-in sink that gives its items away a batch at a time: of a ring where they lie, so that there is nothing in hand, whatever
/// happens; elsewhere it takes batches.
/// </summary>
internal abstract class ConsumeStage<T> : IStage<T, Nothing>
{
    private const int LargestBatch = 256;

    public ValueTask RunAsync(ChannelReader<T> input, ChannelWriter<Nothing> output, CancellationToken cancellationToken) =>
        input is SlotReader<T> ring ? RunInPlaceAsync(ring, cancellationToken) : RunInHandAsync(input, cancellationToken);

    /// <summary>Gives the items away, counting as it goes: what throws has taken the item it threw at.</summary>
    protected abstract void Consume(ReadOnlySpan<T> items, ref int taken);

    private async ValueTask RunInPlaceAsync(SlotReader<T> input, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && TryConsumeInPlace(input))
            {
            }
        }
    }

    private bool TryConsumeInPlace(SlotReader<T> input)
    {
        var items = input.Peek(LargestBatch);
        if (items.IsEmpty) return false;
        var taken = 0;
        try
        {
            Consume(items, ref taken);
        }
        finally
        {
            input.Advance(taken);
        }

        return true;
    }

    private async ValueTask RunInHandAsync(ChannelReader<T> input, CancellationToken cancellationToken)
    {
        using var items = new Hand<T>();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input)) ConsumeInHand(items);
        }
    }

    private void ConsumeInHand(Hand<T> items)
    {
        var taken = 0;
        try
        {
            Consume(items.Held, ref taken);
        }
        finally
        {
            items.Give(taken);
        }
    }
}
