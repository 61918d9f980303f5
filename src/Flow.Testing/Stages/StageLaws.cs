using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>The laws of every stage from <typeparamref name="TIn"/> to <typeparamref name="TOut"/>; a pipeline is a stage.</summary>
public static class StageLaws<TIn, TOut>
    where TOut : notnull
{
    /// <summary>First in, first out.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Order { get; } = new(
        "Order",
        "What enters a stage that keeps order leaves in the order it entered, however the stage ends.",
        static async (subject, example) =>
        {
            if (!subject.IsOrdered) return;
            var conversation = await StageConversation<TIn, TOut>.HoldAsync(subject, example);
            LawBreach.UnlessSame(
                [.. subject.Model(conversation.Inputs).Take(conversation.Outputs.Count)], conversation.Outputs, "items of output");
        });

    /// <summary>Nothing is lost, and nothing comes twice.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Conservation { get; } = new(
        "Conservation",
        "A stage whose input completes writes what its items become, all of it once; one that ends otherwise, a part of it.",
        static async (subject, example) =>
        {
            var conversation = await StageConversation<TIn, TOut>.HoldAsync(subject, example);
            var missing = subject.Model(conversation.Inputs).CountBy(static item => item).ToDictionary();
            foreach (var item in conversation.Outputs)
            {
                LawBreach.Unless(missing.TryGetValue(item, out var left) && left > 0, $"{item} came out, which went in less often");
                missing[item]--;
            }

            var lost = missing.FirstOrDefault(static item => item.Value > 0);
            LawBreach.Unless(example.Ending != StageEnding.InputCompleted || lost.Value == 0, $"{lost.Key} did not come out");
        });

    /// <summary>A stage that cannot write stops reading.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Bound { get; } = new(
        "Bound",
        "While nobody reads its output, a stage takes no more than the hops around it hold and what it has in hand.",
        static async (subject, example) =>
        {
            if (!subject.IsOneToOne) return;
            var conversation = await StageConversation<TIn, TOut>.HoldAsync(subject, example, readerIdles: 100 + (20 * example.Items));
            var most = example.InputCapacity + subject.Hand + example.OutputCapacity;
            LawBreach.Unless(
                conversation.AcceptedBeforeReading <= most, $"{conversation.AcceptedBeforeReading} items went in, of at most {most}");
        });

    /// <summary>A stage ends when it has nothing more to do.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Termination { get; } = new(
        "Termination",
        "A stage returns when its input has ended, its output has gone, or it is cancelled, and throws what its input faulted with.",
        static async (subject, example) =>
        {
            var conversation = await StageConversation<TIn, TOut>.HoldAsync(subject, example);
            var thrown = conversation.Thrown;
            LawBreach.Unless(
                example.Ending switch
                {
                    StageEnding.InputCompleted => thrown is null,
                    StageEnding.InputFaulted => Holds(thrown, conversation.InputError) || (subject.EndsEarly && thrown is null),
                    StageEnding.OutputAbandoned => thrown is null or ChannelClosedException,
                    _ => thrown is null or OperationCanceledException,
                },
                $"{example.Ending}, and the stage ended with {thrown?.ToString() ?? "nothing"}");
        });

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Law<StageSubject<TIn, TOut>, StageCase>> All { get; } = [Order, Conservation, Bound, Termination];

    private static bool Holds(Exception? thrown, Exception error) =>
        thrown is not null && (ReferenceEquals(thrown, error) || Holds(thrown.InnerException, error));
}
