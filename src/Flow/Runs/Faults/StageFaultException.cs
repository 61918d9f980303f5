namespace Flow;

/// <summary>The first fault of a run: a stage's body threw.</summary>
public sealed class StageFaultException : Exception
{
    private readonly bool _isInside;

    internal StageFaultException(string stage, Exception fault)
        : base($"Stage '{PathOf(stage, fault)}' faulted: {CauseOf(fault).Message}", CauseOf(fault))
    {
        Stage = PathOf(stage, fault);
    }

    private StageFaultException(string path, Exception cause, bool isInside)
        : this(path, cause)
    {
        _isInside = isInside;
    }

    /// <summary>The path of the stage; what it threw is the <see cref="Exception.InnerException"/>.</summary>
    public string Stage { get; }

    /// <summary>
    /// The fault of a run inside a stage, at a path in there, as that stage lets it out: known by the path through both.
    /// </summary>
    internal StageFaultException Inside(string path) => new(path, InnerException!, isInside: true);

    private static string PathOf(string stage, Exception fault) => fault is StageFaultException { _isInside: true } inner ? $"{stage}/{inner.Stage}" : stage;

    private static Exception CauseOf(Exception fault) => fault is StageFaultException { _isInside: true } inner ? inner.InnerException! : fault;
}
