namespace Flow.Testing;

/// <summary>All that varies when a pipeline is held to a law in a whole run, but for the interleaving.</summary>
public sealed record PipelineCase
{
    /// <summary>How many items the source has.</summary>
    public int Items { get; init; }

    /// <summary>The bound of the hops around it, and of those inside it that ask for one.</summary>
    public int Bound { get; init; } = 1;

    /// <summary>How it ends.</summary>
    public PipelineEnding Ending { get; init; }

    /// <summary>The number of the item it ends at; or the turn.</summary>
    public int At { get; init; }

    /// <summary>Whether a stage stands between the source and it.</summary>
    public bool HasBefore { get; init; }

    /// <summary>Whether one stands between it and the sink.</summary>
    public bool HasAfter { get; init; }

    /// <summary>For how many turns the sink rests after each item, over and over.</summary>
    public IReadOnlyList<int> SinkRests { get; init; } = [];

    /// <summary>When its stages are swapped for their like, one time after the other, where it says how.</summary>
    public IReadOnlyList<SwapMove> Swaps { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Items} items, hops of {Bound}{(HasBefore ? ", a stage before it" : "")}{(HasAfter ? ", a stage after it" : "")}; " +
        (SinkRests.Count > 0 ? $"the sink rests for [{string.Join(", ", SinkRests)}] turns; " : "") +
        $"{Ending}{(Ending == PipelineEnding.Completed ? "" : $" at {At}")}" +
        (Swaps.Count > 0 ? $"; swaps [{string.Join(", ", Swaps)}]" : "");
}
