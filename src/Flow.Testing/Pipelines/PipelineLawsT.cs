namespace Flow.Testing;

/// <summary>The laws of every pipeline from <typeparamref name="TIn"/> to <typeparamref name="TOut"/>, in whole runs.</summary>
public static partial class PipelineLaws<TIn, TOut>
    where TIn : notnull
    where TOut : notnull
{
    /// <summary>All of them, those that name a fault most closely first.</summary>
    public static IReadOnlyList<Law<PipelineSubject<TIn, TOut>, PipelineCase>> All => field ??=
    [
        Order, NothingInvented, NothingTwice, ReleasedOnce, NothingLost, FaultComesLast, Drain, EarlyEnd, FirstFault, Stop, NothingLeft, NothingLeaks,
        Bound, SwapAnswers, Progress, Fused,
    ];

    private static Law<PipelineSubject<TIn, TOut>, PipelineCase> Make(
        string name,
        string sentence,
        Action<WholeRun<TIn, TOut>> judge,
        Condition<PipelineSubject<TIn, TOut>>? condition = null) => new(
            name,
            sentence,
            condition ?? Condition<PipelineSubject<TIn, TOut>>.None,
            PipelineExperiments<TIn, TOut>.Run,
            conversation => judge((WholeRun<TIn, TOut>)conversation));

    private static Condition<PipelineSubject<TIn, TOut>> Of(Capabilities capabilities) =>
        new($"pipelines that are declared {capabilities}", pipeline => pipeline.Has(capabilities));

    private static Condition<PipelineSubject<TIn, TOut>> Except(Capabilities capabilities) =>
        new($"pipelines that are not declared {capabilities}", pipeline => (pipeline.Capabilities & capabilities) == Capabilities.None);

    private static Condition<PipelineSubject<TIn, TOut>> OfTokens =>
        new("pipelines of tokens, which count how often they end", static _ => typeof(TIn) == typeof(Token));
}
