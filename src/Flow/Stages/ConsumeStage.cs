using System.Threading.Channels;

namespace Flow;

/// <summary>
/// A built-in sink that gives its items away a batch at a time: of a ring where they lie, so that there is nothing in hand, whatever
/// happens; elsewhere it takes batches.
/// </summary>
internal abstract class ConsumeStage<T> : TimedStage<T, Nothing>
{
    public override ValueTask RunAsync(
        ChannelReader<T> input, ChannelWriter<Nothing> output, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        input is SlotReader<T> ring
            ? RunInPlaceAsync(ring, new Pace(timeProvider), cancellationToken)
            : RunInHandAsync(input, new Pace(timeProvider), cancellationToken);

    /// <summary>Gives the items away, counting as it goes: what throws has taken the item it threw at.</summary>
    protected abstract void Consume(ReadOnlySpan<T> items, ref int taken);

    private async ValueTask RunInPlaceAsync(SlotReader<T> input, Pace pace, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            pace.Resume();
            while (!cancellationToken.IsCancellationRequested && TryConsumeInPlace(input, ref pace))
            {
            }
        }
    }

    private bool TryConsumeInPlace(SlotReader<T> input, ref Pace pace)
    {
        var items = input.Peek(pace.Batch);
        if (items.IsEmpty) return false;
        pace.Start();
        var taken = 0;
        try
        {
            Consume(items, ref taken);
        }
        finally
        {
            input.Advance(taken);
        }

        pace.Stop(taken);
        return true;
    }

    private async ValueTask RunInHandAsync(ChannelReader<T> input, Pace pace, CancellationToken cancellationToken)
    {
        using var items = new Hand<T>();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            pace.Resume();
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input, pace.Batch)) ConsumeInHand(items, ref pace);
        }
    }

    private void ConsumeInHand(Hand<T> items, ref Pace pace)
    {
        pace.Start();
        var taken = 0;
        try
        {
            Consume(items.Held, ref taken);
        }
        finally
        {
            items.Give(taken);
        }

        pace.Stop(taken);
    }
}
