namespace Flow.Testing;

public static partial class PipelineLaws<TIn, TOut>
{
    /// <summary>A sink may go.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> EarlyEnd { get; } = Make(
        "EarlyEnd",
        "A sink that has had enough ends the run, and that is no fault.",
        static run =>
        {
            if (run.Case.Ending is PipelineEnding.SinkEnds or PipelineEnding.Completed)
                LawBreach.Unless(run.Thrown is null, $"{run.Case.Ending}, and the run ended with {run.Thrown}");
        });

    /// <summary>A run says what went wrong.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> FirstFault { get; } = Make(
        "FirstFault",
        "A run ends with the first fault, with the name of the stage that it came from; and with none where there was none.",
        static run =>
        {
            if (!run.IsOver) return;
            if (run.Thrown is not StageFaultException fault)
            {
                LawBreach.Unless(run.Thrown is null || run.Case.Ending == PipelineEnding.Stopped, $"it ended with {run.Thrown}");
                return;
            }

            LawBreach.Unless(ReferenceEquals(run.Fault, fault.InnerException), $"it ended with {fault.InnerException}");
            var isRight = run.Case.Ending switch
            {
                PipelineEnding.SourceFaults => IsStage(fault, "source"),
                PipelineEnding.StageBeforeFaults => IsStage(fault, "before"),
                PipelineEnding.StageAfterFaults => IsStage(fault, "after"),
                PipelineEnding.SinkFaults => IsStage(fault, "sink"),
                _ => !new[] { "source", "before", "after", "sink" }.Any(name => IsStage(fault, name)),
            };
            LawBreach.Unless(isRight, $"{run.Case.Ending}, and the fault was said to be of '{fault.Stage}'");
        });

    /// <summary>A run can be stopped.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> Stop { get; } = Make(
        "Stop",
        "A run that is stopped, at whatever moment, ends, and is said to be cancelled unless it had ended.",
        static run =>
        {
            if (run.Case.Ending != PipelineEnding.Stopped) return;
            LawBreach.Unless(run.IsOver, "it was stopped, and does not end");
            LawBreach.Unless(run.Thrown is null or OperationCanceledException, $"it was stopped, and ended with {run.Thrown}");
        });

    /// <summary>Nothing stays behind.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> NothingLeft { get; } = Make(
        "NothingLeft",
        "When a run has ended each of its hops is empty: what it accepted was delivered, or released and counted.",
        static run =>
        {
            foreach (var hop in run.Last?.Hops ?? [])
                LawBreach.Unless(hop.Reading.Held == 0, $"{hop.Reading.Held} items were left in {hop.Reading.Name}");
        });

    /// <summary>No hop holds more than it may.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> Bound { get; } = Make(
        "Bound",
        "No hop of a run ever held more than its bound.",
        static run =>
        {
            // One item may weigh more than a bound of weight.
            foreach (var hop in run.Last?.Hops.Where(static hop => hop.Reading.Unit == HopUnit.Items) ?? [])
                LawBreach.Unless(hop.Reading.Peak <= hop.Reading.Capacity, $"{hop.Reading.Peak} items were in {hop.Reading.Name}, of at most {hop.Reading.Capacity}");
        });

    /// <summary>A swap is answered.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> SwapAnswers { get; } = Make(
        "SwapAnswers",
        "A swap that is asked for while the pipeline runs is made, given up, or refused because the stage or the run has ended.",
        static run =>
        {
            foreach (var refusal in run.Refusals)
                LawBreach.Unless(refusal is InvalidOperationException or StageFaultException, $"a swap ended with {refusal}");
        },
        new Condition<PipelineSubject<TIn, TOut>>("pipelines that say how they are swapped", static pipeline => pipeline.Swaps.Count > 0));

    /// <summary>Nothing stands still that could move.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> Progress { get; } = Make(
        "Progress",
        "An item and room mean movement: with hops of whatever size, however it is stopped and whoever faults, a run comes to an end.",
        static run => LawBreach.Unless(!run.IsStuck, run.Failure?.Message!));

    /// <summary>A pipeline is a value, and a stage.</summary>
    public static Law<PipelineSubject<TIn, TOut>, PipelineCase> Fused { get; } = new(
        "Fused",
        "A pipeline whose stages all run in one body makes what they make side by side.",
        Except(Capabilities.Lossy),
        PipelineExperiments<TIn, TOut>.Twice,
        static conversation =>
        {
            var both = (TwoWholeRuns<TIn, TOut>)conversation;
            LawBreach.Unless(!both.IsStuck, both.Failure?.Message!);
            foreach (var run in both.Runs)
            {
                LawBreach.Unless(run.Thrown is null, $"a run ended with {run.Thrown}");
                JudgeMissing(run);
                LawBreach.UnlessEqual(run.Subject.Model(run.Given).Count, run.Outputs.Count, "items that arrived");
            }
        });

    // The stage of that name, wherever it is nested, or one that is nested in it.
    private static bool IsStage(StageFaultException fault, string name) => fault.Stage.Split('/').Contains(name);
}
