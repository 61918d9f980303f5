namespace Flow.Testing;

public static partial class PipelineLaws<TIn, TOut>
{
    /// <summary>First in, first out.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> Order { get; } = Make(
        "Order",
        "What a source gives to a pipeline that keeps order arrives in that order, however the run ends.",
        static run =>
        {
            if (run.Outcome.FirstOutOfOrder() is { } found)
                LawBreach.Unless(false, $"{found.Late} arrived after {found.Early}, which was to arrive later");
        },
        Of(Capabilities.Ordered));

    /// <summary>Nothing comes from nowhere.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> NothingInvented { get; } = Make(
        "NothingInvented",
        "Nothing arrives but what the items become that the source gave.",
        static run =>
        {
            foreach (var item in run.Outcome.Invented) LawBreach.Unless(false, $"{item} arrived, which nothing that was given becomes");
        });

    /// <summary>Nothing comes again.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> NothingTwice { get; } = Make(
        "NothingTwice",
        "What an item becomes arrives once.",
        static run =>
        {
            foreach (var item in run.Outcome.Repeated) LawBreach.Unless(false, $"{item} arrived more often than it was to");
        });

    /// <summary>Nothing gets lost.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> NothingLost { get; } = Make(
        "NothingLost",
        "When a run completes, all that its items become has arrived.",
        static run =>
        {
            if (run.IsOver && run.Case.Ending == PipelineEnding.Completed) JudgeMissing(run);
        },
        Except(Capabilities.Lossy));

    /// <summary>A fault overtakes nothing.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> FaultComesLast { get; } = Make(
        "FaultComesLast",
        "What was given before the item at which a stage faults still arrives, whatever stage it is.",
        static run =>
        {
            if (!run.IsOver || !run.HasFailed) return;
            var at = run.Case.At;
            switch (run.Case.Ending)
            {
                case PipelineEnding.SourceFaults or PipelineEnding.StageBeforeFaults:
                case PipelineEnding.FunctionFaults when run.Subject.Has(Capabilities.FaultsInOrder):
                    var earlier = run.Subject.Model([.. Enumerable.Range(0, at).Select(run.Subject.Item)]);
                    foreach (var item in new OutputJudge<TOut>(earlier, run.Outputs).Missing)
                        LawBreach.Unless(false, $"{item} came before the fault, and did not arrive");
                    break;
                case PipelineEnding.StageAfterFaults or PipelineEnding.SinkFaults:
                    LawBreach.UnlessEqual(at, run.Outputs.Count, "items that arrived before the one it failed at");
                    break;
            }
        },
        Of(Capabilities.OneToOne));

    /// <summary>Draining loses nothing.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> Drain { get; } = Make(
        "Drain",
        "When a run is drained, all that its source had given arrives.",
        static run =>
        {
            if (run.IsOver && run.Case.Ending == PipelineEnding.Drained) JudgeMissing(run);
        },
        Of(Capabilities.Drains));

    /// <summary>No item ends twice.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> ReleasedOnce { get; } = Make(
        "ReleasedOnce",
        "No item is disposed twice, or delivered and disposed, however the run ends.",
        static run =>
        {
            foreach (var token in Tokens(run)) LawBreach.Unless(token.Ends <= 1, $"{token} was delivered or disposed {token.Ends} times");
        },
        OfTokens);

    /// <summary>Every item ends.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> NothingLeaks { get; } = Make(
        "NothingLeaks",
        "Each item that the source gave, and each copy of it, is delivered or disposed, however the run ends.",
        static run =>
        {
            if (!run.IsOver) return;
            foreach (var token in Tokens(run)) LawBreach.Unless(token.Ends > 0, $"{token} was neither delivered nor disposed");
        },
        OfTokens);

    private static IEnumerable<Token> Tokens(WholeRun<TIn, TOut> run) => run.Given.OfType<Token>().SelectMany(static token => token.All);

    private static void JudgeMissing(WholeRun<TIn, TOut> run)
    {
        foreach (var item in run.Outcome.Missing) LawBreach.Unless(false, $"{item} did not arrive");
    }
}
