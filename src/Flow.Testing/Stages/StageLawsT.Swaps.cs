namespace Flow.Testing;

public static partial class StageLaws<TIn, TOut>
{
    /// <summary>A swap keeps the order.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> SwapOrder { get; } = MakeSwap(
        "SwapOrder",
        "A stage that is swapped for its like while it runs, any number of times, keeps the order it keeps.",
        static stage => JudgeOrder(stage),
        Capabilities.Ordered | Capabilities.Swappable);

    /// <summary>A swap repeats nothing.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> SwapNothingTwice { get; } = MakeSwap(
        "SwapNothingTwice",
        "A stage that is swapped for its like makes nothing twice, and nothing that it would not have made.",
        static stage =>
        {
            JudgeRepeated(stage.Outcome);
            JudgeInvented(stage.Outcome);
        });

    /// <summary>A swap loses nothing.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> SwapNothingLost { get; } = MakeSwap(
        "SwapNothingLost",
        "A stage that is swapped for its like loses nothing, and leaves nothing behind in the hops.",
        static stage =>
        {
            if (!stage.Subject.Has(Capabilities.Lossy)) JudgeMissing(stage);
            if (!stage.IsStuck) LawBreach.UnlessEqual(0, stage.Left, "items left in the hops");
        });

    /// <summary>Whoever asks gets an answer.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> SwapAnswers { get; } = MakeSwap(
        "SwapAnswers",
        "A swap that is asked for is made, given up, or refused because the stage has ended, and for the fault, if it ended with one.",
        static stage =>
        {
            foreach (var refusal in stage.Refusals)
            {
                LawBreach.Unless(
                    refusal is InvalidOperationException || (refusal is StageFaultException && stage.Case.Ending == StageEnding.InputFaulted),
                    $"{stage.Case.Ending}, and a swap ended with {refusal}");
            }
        });

    /// <summary>A swap holds nothing up.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> SwapProgress { get; } = MakeSwap(
        "SwapProgress",
        "A stage that is swapped for its like comes to an end, and so does every swap.",
        static stage => LawBreach.Unless(!stage.IsStuck, stage.Failure?.Message!));

    private static Law<StageSubject<TIn, TOut>, StageCase> MakeSwap(
        string name, string sentence, Action<SwapRun<TIn, TOut>> judge, Capabilities of = Capabilities.Swappable) =>
        new(name, sentence, Of(of), StageExperiments<TIn, TOut>.Swap, conversation => judge((SwapRun<TIn, TOut>)conversation));
}
