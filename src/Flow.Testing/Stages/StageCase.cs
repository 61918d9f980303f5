namespace Flow.Testing;

/// <summary>All that varies when a stage is held to a law, but for the interleaving.</summary>
public sealed record StageCase
{
    /// <summary>How many items are written.</summary>
    public int Items { get; init; }

    /// <summary>The bound of the hop before the stage.</summary>
    public int InputCapacity { get; init; } = 1;

    /// <summary>The bound of the hop after it.</summary>
    public int OutputCapacity { get; init; } = 1;

    /// <summary>What the writer of its input does, over and over.</summary>
    public IReadOnlyList<Move> Writing { get; init; } = [];

    /// <summary>What the reader of its output does, over and over.</summary>
    public IReadOnlyList<Move> Reading { get; init; } = [];

    /// <summary>How many turns pass before the reader begins.</summary>
    public int ReaderIdles { get; init; }

    /// <summary>How it ends.</summary>
    public StageEnding Ending { get; init; }

    /// <summary>After how many items of output it is abandoned, or after how many turns cancelled.</summary>
    public int EndsAfter { get; init; }

    /// <summary>When it is swapped for its like, one time after the other.</summary>
    public IReadOnlyList<SwapMove> Swaps { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Items} items, hops of {InputCapacity} and {OutputCapacity}; writer [{string.Join(", ", Writing)}]; " +
        $"reader [{string.Join(", ", Reading)}]{(ReaderIdles > 0 ? $" after {ReaderIdles} turns" : "")}; {Ending}" +
        (Ending is StageEnding.OutputAbandoned or StageEnding.Cancelled ? $" after {EndsAfter}" : "") +
        (Swaps.Count > 0 ? $"; swaps [{string.Join(", ", Swaps)}]" : "");
}
