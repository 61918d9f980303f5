namespace Flow.Testing;

/// <summary>How the run of a stage ends.</summary>
public enum StageEnding
{
    /// <summary>Its input completes.</summary>
    InputCompleted,

    /// <summary>Its input completes with an error.</summary>
    InputFaulted,

    /// <summary>The reader of its output goes away.</summary>
    OutputAbandoned,

    /// <summary>Its token is cancelled.</summary>
    Cancelled,
}
