namespace Flow;

/// <summary>The first fault of a run: a stage's body threw.</summary>
public sealed class StageFaultException : Exception
{
    // A body that ran a pipeline of its own lets out that one's fault: it is known by both paths, and by its own cause.
    internal StageFaultException(string stage, Exception fault)
        : base($"Stage '{PathOf(stage, fault)}' faulted: {CauseOf(fault).Message}", CauseOf(fault))
    {
        Stage = PathOf(stage, fault);
    }

    /// <summary>The path of the stage; what it threw is the <see cref="Exception.InnerException"/>.</summary>
    public string Stage { get; }

    private static string PathOf(string stage, Exception fault) => fault is StageFaultException inner ? $"{stage}/{inner.Stage}" : stage;

    private static Exception CauseOf(Exception fault) => fault is StageFaultException inner ? inner.InnerException! : fault;
}
