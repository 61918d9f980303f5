namespace Flow;

/// <summary>The first fault of a run: a stage's body threw.</summary>
public sealed class StageFaultException : Exception
{
    private readonly bool _isOfKey;

    internal StageFaultException(string stage, Exception fault)
        : base($"Stage '{PathOf(stage, fault)}' faulted: {CauseOf(fault).Message}", CauseOf(fault))
    {
        Stage = PathOf(stage, fault);
    }

    private StageFaultException(string stage, Exception cause, bool isOfKey)
        : this(stage, cause)
    {
        _isOfKey = isOfKey;
    }

    /// <summary>The path of the stage; what it threw is the <see cref="Exception.InnerException"/>.</summary>
    public string Stage { get; }

    /// <summary>The fault of a stage of a key's pipeline, which the stage that runs it lets out: known by the path through both.</summary>
    internal static StageFaultException OfKey(string key, StageFaultException fault) => new($"{key}/{fault.Stage}", fault.InnerException!, isOfKey: true);

    private static string PathOf(string stage, Exception fault) => fault is StageFaultException { _isOfKey: true } inner ? $"{stage}/{inner.Stage}" : stage;

    private static Exception CauseOf(Exception fault) => fault is StageFaultException { _isOfKey: true } inner ? inner.InnerException! : fault;
}
