namespace Flow.Testing;

/// <summary>What came of a stage that was used between two hops: what went in, what came out, and how it ended.</summary>
internal abstract class StageConversation<TIn, TOut>(StageSubject<TIn, TOut> subject, StageCase example) : Conversation
    where TOut : notnull
{
    public StageSubject<TIn, TOut> Subject => subject;

    public StageCase Case => example;

    /// <summary>What was to be written.</summary>
    public abstract IReadOnlyList<TIn> Inputs { get; }

    /// <summary>What was read.</summary>
    public abstract IReadOnlyList<TOut> Outputs { get; }

    /// <summary>What ought to be read, when all is written and the stage is not interrupted. For when it is over.</summary>
    public IReadOnlyList<TOut> Expected => field ??= subject.Model(Inputs);

    /// <summary>What was read beside what ought to be. For when it is over.</summary>
    public OutputJudge<TOut> Outcome => field ??= new OutputJudge<TOut>(Expected, Outputs);

    /// <summary>Whether its input was completed, and nobody interrupted it, so that all of it ought to come out.</summary>
    public bool IsWhole => !IsStuck && Failure is null && example.Ending == StageEnding.InputCompleted;
}
