namespace Flow.Testing;

/// <summary>All that varies when a hop is held to a law, but for the interleaving.</summary>
public sealed record HopCase
{
    /// <summary>How many items are written: 0, 1, 2, and so on. Where many write, they take turns.</summary>
    public int Items { get; init; }

    /// <summary>The bound.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>The bound on items where items have weights.</summary>
    public int MaxItems { get; init; } = 1;

    /// <summary>What the items weigh, over and over; without any, the bound is one of items.</summary>
    public IReadOnlyList<int> Weights { get; init; } = [];

    /// <summary>How many write.</summary>
    public int Writers { get; init; } = 1;

    /// <summary>How many read.</summary>
    public int Readers { get; init; } = 1;

    /// <summary>What a writer does, over and over.</summary>
    public IReadOnlyList<Move> Writing { get; init; } = [];

    /// <summary>What a reader does, over and over.</summary>
    public IReadOnlyList<Move> Reading { get; init; } = [];

    /// <summary>How it ends.</summary>
    public HopEnding Ending { get; init; }

    /// <summary>After how many items the readers abandon the hop, where they do.</summary>
    public int AbandonedAfter { get; init; }

    internal bool IsWeighted => Weights.Count > 0;

    internal int Weigh(int item) => IsWeighted ? Weights[item % Weights.Count] : 1;

    internal HopOptions<int> Options(HopFullMode fullMode, Action<int, ReleaseReason>? release = null) => new(Capacity)
    {
        Name = "hop",
        Weigh = IsWeighted ? Weigh : null,
        MaxItems = MaxItems,
        Release = release,
        FullMode = fullMode,
        SingleReader = Readers == 1,
        SingleWriter = Writers == 1,
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        var bound = IsWeighted ? $"weight {Capacity}, {MaxItems} items, weights [{string.Join(", ", Weights)}]" : $"{Capacity} items";
        var ending = Ending == HopEnding.Abandoned ? $"{Ending} after {AbandonedAfter}" : $"{Ending}";
        return $"{Items} items through a bound of {bound}; {Name("writer", Writers)} [{string.Join(", ", Writing)}]; " +
            $"{Name("reader", Readers)} [{string.Join(", ", Reading)}]; {ending}";

        static string Name(string side, int count) => count == 1 ? side : $"{count} {side}s";
    }
}
