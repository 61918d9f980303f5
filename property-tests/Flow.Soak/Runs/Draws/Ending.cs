namespace Flow.Soak.Runs.Draws;

/// <summary>How a run is brought to its end, unless it comes to another one first.</summary>
internal enum Ending
{
    /// <summary>Its sources have no more.</summary>
    Exhausted,
    Drained,
    Stopped,
    Cancelled,
    Disposed,
}
