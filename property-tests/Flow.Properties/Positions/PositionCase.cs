namespace Flow.Properties.Positions;

/// <summary>How the run of a case ends, if not by its source's end.</summary>
public enum PositionEnding
{
    Completed,
    SourceFaults,
    StageBeforeFaults,
    OperatorFaults,
    StageAfterFaults,
    SinkFaults,
    SinkEnds,
    Stopped,
    Drained,
}

/// <summary>An operator's place in a pipeline, and what happens there.</summary>
/// <param name="Ending">How the run ends.</param>
/// <param name="Items">How many tokens the source has.</param>
/// <param name="At">The number of the token it happens at, or the turn.</param>
/// <param name="Bound">The bound of every hop.</param>
/// <param name="HasBefore">Whether a stage stands between the source and the operator.</param>
/// <param name="HasAfter">Whether one stands between the operator and the sink.</param>
public sealed record PositionCase(PositionEnding Ending, int Items, int At, int Bound, bool HasBefore, bool HasAfter);
