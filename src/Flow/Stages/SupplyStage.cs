using System.Threading.Channels;

namespace Flow;

/// <summary>
/// A built-in source that fills batches with its items. Into a ring it puts them where they will lie, so that there is nothing in hand,
/// whatever happens; elsewhere it puts batches.
/// </summary>
internal abstract class SupplyStage<T> : IStage<Nothing, T>
{
    public async ValueTask RunAsync(ChannelReader<Nothing> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var supply = Begin();
        if (output is SlotWriter<T> { CanReserve: true } ring) await RunInPlaceAsync(supply, input, ring, cancellationToken);
        else await RunInHandAsync(supply, input, output, cancellationToken);
    }

    /// <summary>The items of one run.</summary>
    protected abstract Supply Begin();

    private static async ValueTask RunInPlaceAsync(
        Supply supply, ChannelReader<Nothing> input, SlotWriter<T> output, CancellationToken cancellationToken)
    {
        while (!input.Completion.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryFillInPlace(supply, output, out var hasMore))
            {
                if (!hasMore) return;
            }
            else if (!await output.WaitToWriteAsync(cancellationToken))
            {
                return;
            }
        }
    }

    private static bool TryFillInPlace(Supply supply, SlotWriter<T> output, out bool hasMore)
    {
        hasMore = true;
        var free = output.Reserve(supply.Batch);
        if (free.IsEmpty) return false;
        var made = 0;
        try
        {
            hasMore = supply.TryFill(free, ref made);
        }
        finally
        {
            // What came before a fault still arrives.
            if (made > 0) output.Commit(made);
        }

        return true;
    }

    private static async ValueTask RunInHandAsync(
        Supply supply, ChannelReader<Nothing> input, ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        using var hand = new Hand<T>();
        var hasMore = true;
        while (hasMore && !input.Completion.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                hasMore = TryFillHand(supply, hand);
            }
            catch
            {
                // What came before the fault still arrives.
                (input as SourceInput)?.Fail();
                await hand.PutBeforeFaultAsync(output, cancellationToken);
                throw;
            }

            if (!await hand.PutAsync(output, cancellationToken)) return;
        }
    }

    private static bool TryFillHand(Supply supply, Hand<T> hand)
    {
        var made = 0;
        try
        {
            return supply.TryFill(hand.Free[..Math.Min(supply.Batch, Hand<T>.BatchSize)], ref made);
        }
        finally
        {
            hand.Add(made);
        }
    }

    /// <summary>Where the items of one run come from.</summary>
    protected abstract class Supply : IDisposable
    {
        /// <summary>How many items are made before they are passed on, and no more than fit a hand where they pass one: 1 where the next may be long in coming.</summary>
        public virtual int Batch => Hand<T>.BatchSize;

        /// <summary>
        /// Fills <paramref name="free"/> with the next items, counting as it goes: those before one that throws have been made.
        /// </summary>
        /// <returns>Whether there may be more.</returns>
        public abstract bool TryFill(Span<T> free, ref int made);

        public abstract void Dispose();
    }
}
