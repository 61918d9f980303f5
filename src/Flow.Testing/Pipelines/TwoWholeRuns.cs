namespace Flow.Testing;

/// <summary>Two runs of a pipeline at once.</summary>
internal sealed class TwoWholeRuns<TIn, TOut>(WholeRun<TIn, TOut> first, WholeRun<TIn, TOut> second) : Conversation
    where TIn : notnull
    where TOut : notnull
{
    public IReadOnlyList<WholeRun<TIn, TOut>> Runs => [first, second];

    public override Task HoldAsync() => Task.WhenAll(first.HoldAsync(), second.HoldAsync());
}
