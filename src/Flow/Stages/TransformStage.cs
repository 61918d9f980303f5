using System.Threading.Channels;

namespace Flow;

/// <summary>
/// A built-in stage that makes at most one item of each. Between two rings it works from slot to slot, so that there is nothing in
/// hand, whatever happens; elsewhere it takes and puts batches.
/// </summary>
internal abstract class TransformStage<TIn, TOut> : IStage<TIn, TOut>
{
    // What a slow function makes first is not held up by the rest of a large batch; after a wait the batches grow again.
    private const int FirstBatch = 16;
    private const int LargestBatch = 256;

    private enum Moved
    {
        Some,
        NoItems,
        NoRoom,
    }

    public ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        input is SlotReader<TIn> from && output is SlotWriter<TOut> { CanReserve: true } to
            ? RunInPlaceAsync(from, to, cancellationToken)
            : RunInHandAsync(input, output, cancellationToken);

    /// <summary>
    /// Makes items of the leading ones, for which there is room, counting as it goes: what throws has taken the item it threw at.
    /// </summary>
    protected abstract void Transform(ReadOnlySpan<TIn> from, Span<TOut> to, ref int taken, ref int made);

    private async ValueTask RunInPlaceAsync(SlotReader<TIn> input, SlotWriter<TOut> output, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            var batch = FirstBatch;
            while (!cancellationToken.IsCancellationRequested)
            {
                var moved = MoveInPlace(input, output, batch);
                if (moved == Moved.NoItems) break;
                if (moved == Moved.Some) batch = Math.Min(batch * 4, LargestBatch);
                else if (!await output.WaitToWriteAsync(cancellationToken)) return;
            }
        }
    }

    private Moved MoveInPlace(SlotReader<TIn> input, SlotWriter<TOut> output, int batch)
    {
        var from = input.Peek(batch);
        if (from.IsEmpty) return Moved.NoItems;
        var to = output.Reserve(from.Length);
        if (to.IsEmpty) return Moved.NoRoom;
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

        return Moved.Some;
    }

    private async ValueTask RunInHandAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken)
    {
        using var items = new Hand<TIn> { LentBy = input as RememberingReader<TIn> };
        using var results = new Hand<TOut> { LentBy = input as RememberingReader<TOut> };
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && items.TryTake(input))
            {
                try
                {
                    TransformAll(items, results);
                }
                catch
                {
                    await results.PutAsync(output, cancellationToken);
                    throw;
                }

                if (!await results.PutAsync(output, cancellationToken)) return;
            }
        }
    }

    private void TransformAll(Hand<TIn> items, Hand<TOut> results)
    {
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
    }
}
