namespace Flow.Soak.Tokens;

/// <summary>How a token came to its end.</summary>
internal enum Fate
{
    /// <summary>It came out of the run.</summary>
    Delivered,

    /// <summary>A hop let it fall.</summary>
    Dropped,

    /// <summary>A hop released it, since its reader had gone.</summary>
    Abandoned,

    /// <summary>A hop released it, since the run was stopped.</summary>
    Cancelled,

    /// <summary>A hop released it, since a stage faulted.</summary>
    Faulted,

    /// <summary>A stage did not want it, as it should not.</summary>
    Filtered,

    /// <summary>A stage that ended before its time had it in hand, and disposed it.</summary>
    InHand,

    /// <summary>A function threw at it, and it was the function's.</summary>
    Thrown,

    /// <summary>It became a dead letter, which somebody read.</summary>
    DeadLetter,

    /// <summary>The run, being drained, left it where it came from.</summary>
    NotTaken,
}
