namespace Flow.Testing;

/// <summary>One and the same stage run twice at once, between hops of their own.</summary>
internal sealed class TwoRuns<TIn, TOut> : StageConversation<TIn, TOut>
    where TOut : notnull
{
    private readonly StageRun<TIn, TOut> _first;
    private readonly StageRun<TIn, TOut> _second;

    public TwoRuns(StageSubject<TIn, TOut> subject, StageCase example, Trial trial)
        : base(subject, example)
    {
        var stage = subject.Create();
        var (shared, whole) = (subject with { Create = () => stage }, example with { Ending = StageEnding.InputCompleted });
        _first = new StageRun<TIn, TOut>(shared, whole, trial);
        _second = new StageRun<TIn, TOut>(shared, whole, trial);
    }

    public override IReadOnlyList<TIn> Inputs => _first.Inputs;

    public override IReadOnlyList<TOut> Outputs => _first.Outputs;

    public IReadOnlyList<TOut> OtherOutputs => _second.Outputs;

    public IEnumerable<Exception> Thrown => new[] { _first.Thrown, _second.Thrown }.OfType<Exception>();

    public override Task HoldAsync() => Task.WhenAll(_first.HoldAsync(), _second.HoldAsync());
}
