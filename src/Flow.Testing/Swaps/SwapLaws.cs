namespace Flow.Testing;

/// <summary>The laws of live swaps, for every stage from <typeparamref name="TIn"/> to <typeparamref name="TOut"/>.</summary>
public static class SwapLaws<TIn, TOut>
    where TOut : notnull
{
    /// <summary>A stage's like makes of the items what the stage would have made.</summary>
    public static Law<StageSubject<TIn, TOut>, SwapCase> Swap { get; } = new(
        "Swap",
        "A stage swapped for its like, any number of times, loses nothing, repeats nothing, and keeps the order it kept.",
        static async (subject, example) =>
        {
            var conversation = await SwapConversation<TIn, TOut>.HoldAsync(subject, example);
            var (model, outputs) = (subject.Model(conversation.Inputs), conversation.Outputs);
            var all = example.Stage.Ending == StageEnding.InputCompleted;
            LawBreach.UnlessEqual(0, conversation.Left, "items left in the hops");
            if (all) LawBreach.UnlessEqual(model.Count, outputs.Count, "items of output");
            if (subject.IsOrdered) LawBreach.UnlessSame([.. model.Take(outputs.Count)], outputs, "items of output");
            var missing = model.CountBy(static item => item).ToDictionary();
            foreach (var item in outputs)
            {
                LawBreach.Unless(missing.TryGetValue(item, out var left) && left > 0, $"{item} came out, which went in less often");
                missing[item]--;
            }
        });

    /// <summary>Whoever asks gets an answer.</summary>
    public static Law<StageSubject<TIn, TOut>, SwapCase> Answer { get; } = new(
        "Answer",
        "A swap that is asked for is made, given up, or refused because the stage has ended, and for the fault, if it ended with one.",
        static async (subject, example) =>
        {
            var conversation = await SwapConversation<TIn, TOut>.HoldAsync(subject, example);
            foreach (var refusal in conversation.Refusals)
            {
                LawBreach.Unless(
                    refusal is InvalidOperationException || (refusal is StageFaultException && example.Stage.Ending == StageEnding.InputFaulted),
                    $"{example.Stage.Ending}, and a swap ended with {refusal}");
            }
        });

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Law<StageSubject<TIn, TOut>, SwapCase>> All { get; } = [Swap, Answer];
}
