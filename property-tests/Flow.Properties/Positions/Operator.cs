namespace Flow.Properties.Positions;

/// <summary>An operator on tokens.</summary>
/// <param name="Name">What it is called in a failure.</param>
/// <param name="Build">
/// Puts it behind a pipeline, with hops of a bound; its functions call the first of the two with tokens that are theirs, and the second with those
/// they only look at.
/// </param>
internal sealed record Operator(string Name, Func<Pipeline<Nothing, Token>, HopOptions<Token>, Func<Token, Token>, Action<Token>, Pipeline<Nothing, Token>> Build)
{
    /// <summary>Whether tokens leave in the order they came.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>Whether every token that goes in comes out, once.</summary>
    public bool IsOneToOne { get; init; } = true;

    /// <summary>Whether all that came before an item at which one of its functions fails still arrives.</summary>
    public bool FaultsInOrder { get; init; } = true;

    /// <summary>Whether all that its source gave arrives when the run is drained.</summary>
    public bool DrainsAll { get; init; } = true;

    public override string ToString() => Name;
}
