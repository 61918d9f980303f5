using System.Threading.Channels;

namespace Flow;

/// <summary>
/// A built-in stage that makes at most one item of each. Between two rings it works from slot to slot, so that there is nothing in
/// hand, whatever happens; elsewhere it takes and puts batches.
/// </summary>
internal abstract class TransformStage<TIn, TOut> : TimedStage<TIn, TOut>
{
    private enum Moved
    {
        Some,
        NoItems,
        NoRoom,
    }

    public override ValueTask RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        input is SlotReader<TIn> from && output is SlotWriter<TOut> { CanReserve: true } to
            ? RunInPlaceAsync(from, to, new Pace(timeProvider), cancellationToken)
            : RunInHandAsync(input, output, new Pace(timeProvider), cancellationToken);

    /// <summary>
    /// Makes items of the leading ones, for which there is room, counting as it goes: what throws has taken the item it threw at.
    /// </summary>
    protected abstract void Transform(ReadOnlySpan<TIn> from, Span<TOut> to, ref int taken, ref int made);

    private async ValueTask RunInPlaceAsync(
        SlotReader<TIn> input, SlotWriter<TOut> output, Pace pace, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            pace.Resume();
            while (!cancellationToken.IsCancellationRequested)
            {
                var moved = MoveInPlace(input, output, ref pace);
                if (moved == Moved.NoItems) break;
                if (moved == Moved.NoRoom && !await output.WaitToWriteAsync(cancellationToken)) return;
            }
        }
    }

    private Moved MoveInPlace(SlotReader<TIn> input, SlotWriter<TOut> output, ref Pace pace)
    {
        var from = input.Peek(pace.Batch);
        if (from.IsEmpty) return Moved.NoItems;
        var to = output.Reserve(from.Length);
        if (to.IsEmpty) return Moved.NoRoom;
        pace.Start();
        var (taken, made) = (0, 0);
        try
        {
            Transform(from[..to.Length], to, ref taken, ref made);
        }
        finally
        {
            // In this order: what a commit releases, because the reader has gone, is not in the input any more. And what came before
            // an item that failed still arrives.
            input.Advance(taken);
            output.Commit(made);
        }

        pace.Stop(taken);
        return Moved.Some;
    }

    private async ValueTask RunInHandAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, Pace pace, CancellationToken cancellationToken)
    {
        using var items = new Hand<TIn> { LentBy = input as RememberingReader<TIn> };
        using var results = new Hand<TOut> { LentBy = input as RememberingReader<TOut> };
        while (await input.WaitToReadAsync(cancellationToken))
        {
            pace.Resume();
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input, pace.Batch))
            {
                try
                {
                    TransformAll(items, results, ref pace);
                }
                catch
                {
                    await results.PutBeforeFaultAsync(output, cancellationToken);
                    throw;
                }

                if (!await results.PutAsync(output, cancellationToken)) return;
            }
        }
    }

    private void TransformAll(Hand<TIn> items, Hand<TOut> results, ref Pace pace)
    {
        pace.Start();
        var (taken, made) = (0, 0);
        try
        {
            Transform(items.Held, results.Free, ref taken, ref made);
        }
        finally
        {
            results.Add(made);
            items.Give(taken);
        }

        pace.Stop(taken);
    }
}
