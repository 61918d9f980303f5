namespace Flow.Testing;

/// <summary>How the use of a hop ends.</summary>
public enum HopEnding
{
    /// <summary>The writer completes it when all is written.</summary>
    Completed,

    /// <summary>The writer completes it with an error when all is written.</summary>
    Faulted,

    /// <summary>The reader abandons it after some items.</summary>
    Abandoned,
}
