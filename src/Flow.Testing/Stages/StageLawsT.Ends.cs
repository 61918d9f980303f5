using System.Threading.Channels;

namespace Flow.Testing;

public static partial class StageLaws<TIn, TOut>
{
    /// <summary>A stage that cannot write stops reading.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Bound { get; } = Make(
        "Bound",
        "A stage reads no further ahead than its output has room: no more is inside than the hops around it hold and what it has in hand.",
        static stage =>
        {
            var most = stage.Case.InputCapacity + stage.Subject.Hand + stage.Case.OutputCapacity;
            LawBreach.Unless(stage.MostInside <= most, $"{stage.MostInside} items went in before one came out, of at most {most}");
        },
        of: Capabilities.OneToOne);

    /// <summary>Completion goes downstream.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> ReturnsAtEnd { get; } = Make(
        "ReturnsAtEnd",
        "A stage returns when its input has ended, and throws nothing that it was not given.",
        static stage =>
        {
            LawBreach.Unless(
                !(stage.IsStuck && !stage.HasReturned && stage.IsInputEnded && !stage.IsCancelled && !stage.IsOutputGone),
                "its input has ended, and it does not return");
            LawBreach.Unless(
                stage.Case.Ending != StageEnding.InputCompleted || stage.Thrown is null, $"its input was completed, and it threw {stage.Thrown}");
        });

    /// <summary>A fault goes downstream.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> FaultFlowsDown { get; } = Make(
        "FaultFlowsDown",
        "What its input faulted with a stage throws in turn, itself or as an inner exception, unless it has had enough before.",
        static stage =>
        {
            if (stage.Case.Ending != StageEnding.InputFaulted || !stage.HasReturned) return;
            LawBreach.Unless(
                Holds(stage.Thrown, stage.InputError) || (stage.Subject.Has(Capabilities.EndsEarly) && stage.Thrown is null),
                $"its input faulted, and it ended with {stage.Thrown?.ToString() ?? "nothing"}");
        });

    /// <summary>Abandonment goes upstream.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> AbandonmentFlowsUp { get; } = Make(
        "AbandonmentFlowsUp",
        "A stage whose output has gone returns when it comes to write, and so lets its input go.",
        static stage =>
        {
            LawBreach.Unless(!(stage.IsStuck && stage.IsOutputGone && !stage.HasReturned), "its output has gone, and it does not return");
            LawBreach.Unless(
                stage.Case.Ending != StageEnding.OutputAbandoned || stage.Thrown is null or ChannelClosedException,
                $"its output had gone, and it threw {stage.Thrown}");
        });

    /// <summary>No work for nobody.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> StopsWhenOutputGone { get; } = Make(
        "StopsWhenOutputGone",
        "When its output has gone, a stage takes no more from its input than it can have in hand.",
        static stage => LawBreach.Unless(
            stage.TakenAfterGone <= stage.Subject.Hand, $"it took {stage.TakenAfterGone} items after its output had gone, of at most {stage.Subject.Hand}"),
        of: Capabilities.OneToOne);

    /// <summary>A token ends it.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Cancellation { get; } = Make(
        "Cancellation",
        "A stage returns when its token is cancelled, whatever it waits for, and throws nothing but that.",
        static stage =>
        {
            LawBreach.Unless(!(stage.IsStuck && stage.IsCancelled && !stage.HasReturned), "it is cancelled, and does not return");
            LawBreach.Unless(
                stage.Case.Ending != StageEnding.Cancelled || stage.Thrown is null or OperationCanceledException,
                $"it was cancelled, and threw {stage.Thrown}");
        });

    /// <summary>Nothing outlives it.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> NothingAfterReturn { get; } = Make(
        "NothingAfterReturn",
        "When a stage has returned, nothing of it goes on: it takes and writes no more.",
        static stage => LawBreach.Unless(
            stage.AfterReturn is (0, 0), $"after it had returned it took {stage.AfterReturn.Taken} items and wrote {stage.AfterReturn.Written}"));

    /// <summary>No waiter is left.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> NoWaitLeft { get; } = Make(
        "NoWaitLeft",
        "When a stage has returned, none of its waits is pending.",
        static stage => LawBreach.Unless(stage.WaitLeft is null, $"it returned, and still waits at {stage.WaitLeft}"));

    /// <summary>It stays where it was started.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> OnItsScheduler { get; } = Make(
        "OnItsScheduler",
        "What a stage awaits brings it back to the scheduler it was started on.",
        static stage => LawBreach.Unless(
            stage.Failure is not SimulationException { End: SimulationEnd.LeftSimulation }, stage.Failure?.Message!));

    /// <summary>Nothing stands still that could move.</summary>
    public static Law<StageSubject<TIn, TOut>, StageCase> Progress { get; } = Make(
        "Progress",
        "An item and room mean movement: with hops of whatever size, and however its neighbours wait, a stage comes to an end.",
        static stage => LawBreach.Unless(!stage.IsStuck, stage.Failure?.Message!));

    private static bool Holds(Exception? thrown, Exception error) =>
        thrown is not null && (ReferenceEquals(thrown, error) || Holds(thrown.InnerException, error));
}
