namespace Flow.Testing;

public static partial class HopLaws
{
    /// <summary>A fault reaches whoever reads.</summary>
    public static Law<HopSubject, HopCase> FaultReachesReader { get; } = Make(
        "FaultReachesReader",
        "The error that a hop is completed with is what its reader gets at the end, however it reads.",
        HopCapabilities.None,
        static hop =>
        {
            if (hop.Case.Ending != HopEnding.Faulted || hop.Afterwards is not { } afterwards) return;
            foreach (var error in hop.Readings.Select(static reading => reading.Error).Append(afterwards.WaitError))
            {
                if (ReferenceEquals(error, hop.SecondError)) continue;
                LawBreach.Unless(ReferenceEquals(error, hop.Error), $"it ended with {error?.ToString() ?? "no error"}");
            }

            LawBreach.Unless(afterwards.Completion.IsFaulted, $"its completion is {afterwards.Completion.Status}");
        });

    /// <summary>A hop ends once.</summary>
    public static Law<HopSubject, HopCase> OneTerminal { get; } = Make(
        "OneTerminal",
        "To complete, or to abandon, a second time is refused and changes nothing.",
        HopCapabilities.None,
        static hop =>
        {
            LawBreach.Unless(!hop.IsCompletedTwice, "it took a second completion");
            if (hop.Afterwards is not { } afterwards) return;
            LawBreach.Unless(!(hop.IsCompleted && afterwards.IsCompletedAgain), "it took one more completion after its end");
            foreach (var error in hop.Readings.Select(static reading => reading.Error).Append(afterwards.WaitError).Append(afterwards.Abandonment.Error))
                LawBreach.Unless(!ReferenceEquals(error, hop.SecondError), "the second error took the place of the first");
        });

    /// <summary>What has ended stays so.</summary>
    public static Law<HopSubject, HopCase> NothingAfterTheEnd { get; } = Make(
        "NothingAfterTheEnd",
        "After its end a hop takes nothing and gives nothing, and says so.",
        HopCapabilities.None,
        static hop =>
        {
            if (hop.Afterwards is not { } afterwards) return;
            LawBreach.Unless(!afterwards.Written, "it took an item after its end");
            LawBreach.Unless(!afterwards.HasRoom, "it said that it has room after its end");
            LawBreach.Unless(!afterwards.Waited, "it said that there is something to read after its end");
            LawBreach.Unless(!hop.HasAbandoned || afterwards.Read is null, $"it gave {afterwards.Read} after it was abandoned");
            LawBreach.Unless(afterwards.Completion.IsCompleted, "its completion is still pending");
            // An abandoned hop that nobody completed has no error of its own.
            LawBreach.UnlessEqual(hop.Case.Ending == HopEnding.Faulted, afterwards.Completion.IsFaulted, "completion faulted");
        });

    /// <summary>Nothing throws that need not.</summary>
    public static Law<HopSubject, HopCase> Calls { get; } = Make(
        "Calls",
        "A call throws for the end, for what the hop was completed with, and for its own token, and for nothing else.",
        HopCapabilities.None,
        static hop =>
        {
            foreach (var error in hop.Writings.Select(static writing => writing.Surprise).Concat(hop.Readings.Select(static reading => reading.Error)))
            {
                LawBreach.Unless(
                    error is null || ReferenceEquals(error, hop.Error) || ReferenceEquals(error, hop.SecondError), $"a call threw {error}");
            }
        });

    /// <summary>The hop beside a plain one.</summary>
    public static Law<HopSubject, HopCase> Model { get; } = new(
        "Model",
        "Used by one caller, a hop answers as a plain queue with its bound does: it takes an item exactly when there is room for it, or nothing that weighs anything is inside.",
        Of(HopCapabilities.OfChannel),
        HopExperiments.Model,
        static conversation => conversation.ThrowFailure());
}
