namespace Flow.Testing;

/// <summary>How the run of a pipeline ends.</summary>
public enum PipelineEnding
{
    /// <summary>Its source completes.</summary>
    Completed,

    /// <summary>Its source throws.</summary>
    SourceFaults,

    /// <summary>A stage before it throws.</summary>
    StageBeforeFaults,

    /// <summary>One of its own functions throws.</summary>
    FunctionFaults,

    /// <summary>A stage behind it throws.</summary>
    StageAfterFaults,

    /// <summary>The sink throws.</summary>
    SinkFaults,

    /// <summary>The sink has had enough.</summary>
    SinkEnds,

    /// <summary>The run is stopped.</summary>
    Stopped,

    /// <summary>The run is drained.</summary>
    Drained,
}
