namespace Flow;

/// <summary>The first fault of a run: a stage's body threw.</summary>
public sealed class StageFaultException : Exception
{
    internal StageFaultException(string stage, Exception fault)
        : base($"Stage '{stage}' faulted: {fault.Message}", fault)
    {
        Stage = stage;
    }

    /// <summary>The path of the stage; what it threw is the <see cref="Exception.InnerException"/>.</summary>
    public string Stage { get; }
}
