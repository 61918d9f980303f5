namespace Flow.Testing;

/// <summary>One and the same stage run twice at once, between hops of their own.</summary>
internal sealed class TwoRuns<TIn, TOut> : Conversation
    where TOut : notnull
{
    private readonly StageRun<TIn, TOut> _first;
    private readonly StageRun<TIn, TOut> _second;

    public TwoRuns(StageSubject<TIn, TOut> subject, StageCase example, Trial trial)
    {
        var stage = subject.Create();
        var (shared, whole) = (subject with { Create = () => stage }, example with { Ending = StageEnding.InputCompleted });
        _first = new StageRun<TIn, TOut>(shared, whole, trial);
        _second = new StageRun<TIn, TOut>(shared, whole, trial);
    }

    public IReadOnlyList<StageRun<TIn, TOut>> Runs => [_first, _second];

    public override Task HoldAsync() => Task.WhenAll(_first.HoldAsync(), _second.HoldAsync());
}
