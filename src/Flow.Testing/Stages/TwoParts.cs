namespace Flow.Testing;

/// <summary>A stage run twice, one time after the other: first on some of the items, then on the rest.</summary>
internal sealed class TwoParts<TIn, TOut> : StageConversation<TIn, TOut>
    where TOut : notnull
{
    private readonly StageRun<TIn, TOut> _first;
    private readonly StageRun<TIn, TOut> _second;

    public TwoParts(StageSubject<TIn, TOut> subject, StageCase example, Trial trial)
        : base(subject, example)
    {
        var stage = subject.Create();
        var shared = subject with { Create = () => stage };
        var (part, whole) = (Math.Min(example.EndsAfter, example.Items), example with { Ending = StageEnding.InputCompleted });
        _first = new StageRun<TIn, TOut>(shared, whole with { Items = part }, trial);
        _second = new StageRun<TIn, TOut>(shared with { Item = number => subject.Item(part + number) }, whole with { Items = example.Items - part }, trial);
    }

    public override IReadOnlyList<TIn> Inputs => [.. _first.Inputs, .. _second.Inputs];

    public override IReadOnlyList<TOut> Outputs => [.. _first.Outputs, .. _second.Outputs];

    public override async Task HoldAsync()
    {
        await _first.HoldAsync();
        await _second.HoldAsync();
    }
}
