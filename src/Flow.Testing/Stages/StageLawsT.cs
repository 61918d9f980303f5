namespace Flow.Testing;

/// <summary>The laws of every stage from <typeparamref name="TIn"/> to <typeparamref name="TOut"/>; a pipeline is a stage.</summary>
public static partial class StageLaws<TIn, TOut>
    where TOut : notnull
{
    /// <summary>All of them, those that name a fault most closely first.</summary>
    public static IReadOnlyList<Law<StageSubject<TIn, TOut>, StageCase>> All => field ??=
    [
        OnItsScheduler, Order, KeyOrder, NothingInvented, NothingTwice, NothingLost, Bound, ReturnsAtEnd, FaultFlowsDown, AbandonmentFlowsUp, StopsWhenOutputGone,
        Cancellation, NothingAfterReturn, NoWaitLeft, Progress, Model, StateInTheCall, Stateless, NoHeadOfLine,
        SwapOrder, SwapNothingTwice, SwapNothingLost, SwapAnswers, SwapProgress,
    ];

    private static Law<StageSubject<TIn, TOut>, StageCase> Make(
        string name,
        string sentence,
        Action<StageRun<TIn, TOut>> judge,
        Capabilities of = Capabilities.None,
        Capabilities except = Capabilities.None) =>
        new(name, sentence, Of(of, except), StageExperiments<TIn, TOut>.Run, conversation => judge((StageRun<TIn, TOut>)conversation));

    private static Condition<StageSubject<TIn, TOut>> Of(Capabilities capabilities, Capabilities except = Capabilities.None)
    {
        if (capabilities == Capabilities.None && except == Capabilities.None) return Condition<StageSubject<TIn, TOut>>.None;
        var declared = capabilities == Capabilities.None ? "" : $"that are declared {capabilities}";
        var excepted = except == Capabilities.None ? "" : $"that are not declared {except}";
        return new Condition<StageSubject<TIn, TOut>>(
            $"stages {string.Join(" and ", new[] { declared, excepted }.Where(static text => text.Length > 0))}",
            stage => stage.Has(capabilities) && (stage.Capabilities & except) == Capabilities.None);
    }
}
