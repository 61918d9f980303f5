namespace Flow.Testing;

/// <summary>All that varies when a stage is held to a law.</summary>
public sealed record StageCase : ILawCase
{
    /// <inheritdoc/>
    public required int Seed { get; init; }

    /// <summary>How many items are written.</summary>
    public required int Items { get; init; }

    /// <summary>The bound of the hop before the stage.</summary>
    public required int InputCapacity { get; init; }

    /// <summary>The bound of the hop after it.</summary>
    public required int OutputCapacity { get; init; }

    /// <summary>What the writer of its input does, over and over.</summary>
    public required IReadOnlyList<Move> Writing { get; init; }

    /// <summary>What the reader of its output does, over and over.</summary>
    public required IReadOnlyList<Move> Reading { get; init; }

    /// <summary>How it ends.</summary>
    public required StageEnding Ending { get; init; }

    /// <summary>After how many items of output it is abandoned or cancelled.</summary>
    public required int EndsAfter { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"seed {Seed}: {Items} items, hops of {InputCapacity} and {OutputCapacity}; writer [{string.Join(", ", Writing)}]; " +
        $"reader [{string.Join(", ", Reading)}]; {Ending}" +
        (Ending is StageEnding.OutputAbandoned or StageEnding.Cancelled ? $" after {EndsAfter}" : "");
}
