namespace Flow;

/// <summary>What a stage's body is doing.</summary>
public enum StageState
{
    /// <summary>It has not returned.</summary>
    Running,

    /// <summary>It has not returned, and is to make room for another.</summary>
    Swapping,

    /// <summary>It has returned.</summary>
    Ended,

    /// <summary>It threw; not what another had thrown before it.</summary>
    Faulted,
}

/// <summary>A stage of a run, at one moment.</summary>
/// <param name="Path">Its path: its name, after the names of the pipelines it is nested in.</param>
/// <param name="State">What its body is doing.</param>
/// <param name="IgnoresCancellation">Whether its token has been cancelled and its body has not returned: it holds the run.</param>
/// <param name="Restarts">How often it started again after a fault.</param>
/// <param name="Skipped">How many of its items became dead letters.</param>
public sealed record StageSnapshot(string Path, StageState State, bool IgnoresCancellation, long Restarts = 0, long Skipped = 0)
{
    /// <summary>All but the path, in words.</summary>
    internal string Condition => State.ToString().ToLowerInvariant()
        + (IgnoresCancellation ? ", ignores its cancelled token" : "")
        + (Restarts > 0 ? FormattableString.Invariant($", restarted {Restarts:N0} times") : "")
        + (Skipped > 0 ? FormattableString.Invariant($", skipped {Skipped:N0} items") : "");
}
