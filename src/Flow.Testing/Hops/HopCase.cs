namespace Flow.Testing;

/// <summary>All that varies when a hop is held to a law.</summary>
public sealed record HopCase : ILawCase
{
    /// <inheritdoc/>
    public required int Seed { get; init; }

    /// <summary>How many items are written: 0, 1, 2, and so on.</summary>
    public required int Items { get; init; }

    /// <summary>The bound.</summary>
    public required int Capacity { get; init; }

    /// <summary>The bound on items where items have weights.</summary>
    public required int MaxItems { get; init; }

    /// <summary>What the items weigh, over and over; without any, the bound is one of items.</summary>
    public required IReadOnlyList<int> Weights { get; init; }

    /// <summary>What the writer does, over and over.</summary>
    public required IReadOnlyList<Move> Writing { get; init; }

    /// <summary>What the reader does, over and over.</summary>
    public required IReadOnlyList<Move> Reading { get; init; }

    /// <summary>How it ends.</summary>
    public required HopEnding Ending { get; init; }

    /// <summary>After how many items the reader abandons the hop.</summary>
    public required int AbandonedAfter { get; init; }

    /// <summary>Whether the bound is one of weight.</summary>
    public bool IsWeighted => Weights.Count > 0;

    /// <summary>What an item weighs.</summary>
    public int Weigh(int item) => IsWeighted ? Weights[item % Weights.Count] : 1;

    /// <summary>The options of the hop.</summary>
    public HopOptions<int> Options(Action<int, ReleaseReason>? release = null) => new(Capacity)
    {
        Name = "hop",
        Weigh = IsWeighted ? Weigh : null,
        MaxItems = MaxItems,
        Release = release,
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        var bound = IsWeighted ? $"weight {Capacity}, {MaxItems} items, weights [{string.Join(", ", Weights)}]" : $"{Capacity} items";
        var ending = Ending == HopEnding.Abandoned ? $"{Ending} after {AbandonedAfter}" : $"{Ending}";
        return $"seed {Seed}: {Items} items through a bound of {bound}; writer [{string.Join(", ", Writing)}]; " +
            $"reader [{string.Join(", ", Reading)}]; {ending}";
    }
}
