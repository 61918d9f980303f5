namespace Flow.Testing;

/// <summary>One swap that is asked for.</summary>
/// <param name="After">How many turns after the one before it ended.</param>
/// <param name="GivenUpAfter">After how many turns its token is cancelled; never, where there is none.</param>
public sealed record SwapMove(int After, int? GivenUpAfter = null)
{
    /// <inheritdoc/>
    public override string ToString() => GivenUpAfter is { } turns ? $"after {After} given up after {turns}" : $"after {After}";
}
