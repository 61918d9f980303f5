namespace Flow;

/// <summary>Makes the next items of a source out of its state.</summary>
/// <param name="state">Where the source is; it goes on from what is left here.</param>
/// <param name="free">Where the items go, from its beginning; it is not valid after the call, and not empty.</param>
/// <returns>How many items there are in <paramref name="free"/> now; 0 when there will be none any more.</returns>
public delegate int SpanUnfolding<TState, T>(ref TState state, Span<T> free);

public static partial class Source
{
    /// <summary>A source of batches of up to 512: nothing is done for each item but what the function does.</summary>
    /// <param name="name">The stage's name.</param>
    /// <param name="seed">The state that each run begins with: a copy, if it is a value.</param>
    /// <param name="unfold">
    /// Called, from one thread at a time in each run, when there is room, until there are no more items. When it throws, nothing it has put
    /// into that span arrives.
    /// </param>
    /// <remarks>When the run is drained, or nobody takes its items any more, it is not called again.</remarks>
    public static Pipeline<Nothing, T> UnfoldSpan<TState, T>(string name, TState seed, SpanUnfolding<TState, T> unfold)
    {
        ArgumentNullException.ThrowIfNull(unfold);
        return Pipeline.Of<Nothing>().Then(name, new UnfoldSpanSource<TState, T>(seed, unfold));
    }
}

internal sealed class UnfoldSpanSource<TState, T>(TState seed, SpanUnfolding<TState, T> unfold) : SupplyStage<T>
{
    protected override Supply Begin() => new Unfolding(seed, unfold);

    private sealed class Unfolding(TState seed, SpanUnfolding<TState, T> unfold) : Supply
    {
        private TState _state = seed;

        public override int Batch => Pace.Largest;

        public override bool TryFill(Span<T> free, ref int made)
        {
            var count = unfold(ref _state, free);
            if (count < 0 || count > free.Length)
            {
                throw new InvalidOperationException(
                    $"A source has put {count} items into a span of {free.Length}; the count is from 0, when there are no more, to {free.Length}.");
            }

            made = count;
            return count > 0;
        }

        public override void Dispose()
        {
            // The state is the user's.
        }
    }
}
