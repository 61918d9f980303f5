namespace Flow.Soak.Runs;

/// <summary>What came of a run.</summary>
/// <param name="Seed">What draws it again.</param>
/// <param name="Items">Tokens made.</param>
/// <param name="Swaps">Swaps made.</param>
/// <param name="Faults">Times a stage threw.</param>
/// <param name="Cancellations">Waits, swaps and runs cancelled.</param>
/// <param name="Dropped">Tokens that hops let fall.</param>
/// <param name="DeadLetters">Tokens that became dead letters.</param>
/// <param name="IsHung">Whether it has not ended.</param>
/// <param name="Lost">Tokens that came to no end.</param>
/// <param name="Duplicated">Tokens that came to two.</param>
/// <param name="Breaches">What was wrong.</param>
/// <param name="Picture">The run as it was when something was wrong.</param>
internal sealed record RunFigures(
    int Seed,
    long Items,
    long Swaps,
    long Faults,
    long Cancellations,
    long Dropped,
    long DeadLetters,
    bool IsHung,
    long Lost,
    long Duplicated,
    IReadOnlyList<string> Breaches,
    string? Picture);
