namespace Flow.Testing;

/// <summary>All that varies when a stage is swapped while it runs.</summary>
/// <param name="Stage">How the stage is used, and how it ends.</param>
/// <param name="Swaps">The swaps, one after the other.</param>
public sealed record SwapCase(StageCase Stage, IReadOnlyList<SwapMove> Swaps) : ILawCase
{
    /// <inheritdoc/>
    public int Seed => Stage.Seed;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Stage}; swaps after [{string.Join(", ", Swaps.Select(swap => swap.GivenUpAfter is { } turns ? $"{swap.After} given up after {turns}" : $"{swap.After}"))}]";
}
