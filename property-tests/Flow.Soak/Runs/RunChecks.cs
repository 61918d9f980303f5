using Flow.Soak.Runs.Draws;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs;

/// <summary>What holds of every run that has ended.</summary>
internal static class RunChecks
{
    public static void Check(RunDraw draw, Ledger ledger, PipelineRun run, RunSnapshot snapshot, bool isStopped)
    {
        CheckEnd(draw, ledger, run, isStopped);
        CheckHops(draw, ledger, snapshot);
        CheckLetters(draw, ledger, snapshot);
        if (run.Completion.IsCompletedSuccessfully && !draw.EndsEarly) CheckNothingWasLeft(draw, ledger);
    }

    private static void CheckEnd(RunDraw draw, Ledger ledger, PipelineRun run, bool isStopped)
    {
        if (run.Completion.IsCanceled && !isStopped) ledger.Break("The run says that it was stopped, and nobody stopped it.");
        if (run.Completion.Exception?.InnerException is not StageFaultException fault) return;
        var cause = fault.InnerException;
        while (cause is StageFaultException { InnerException: { } inner }) cause = inner;
        if (!draw.Faults.MayEndRun || cause is not SoakFaultException) ledger.Break($"The run was not to fault: {fault}");
    }

    private static void CheckHops(RunDraw draw, Ledger ledger, RunSnapshot snapshot)
    {
        var tallies = draw.Hops.Tallies.ToDictionary(tally => tally.Name);
        var readings = snapshot.Hops.Select(hop => hop.Reading)
            .Concat(draw.Sources.Hops.Concat(draw.Sink.Hops).Select(hop => hop.Read()));
        foreach (var reading in readings)
        {
            if (reading.Held != 0 || reading.Occupancy != 0 || reading.Items != reading.Delivered + reading.Released)
                ledger.Break($"The hop does not add up: {reading}");
            if (!tallies.TryGetValue(reading.Name.Split('/')[^1], out var tally)) continue;
            Check(ReleaseReason.Dropped, reading.Dropped);
            Check(ReleaseReason.Abandoned, reading.Abandoned);
            Check(ReleaseReason.Cancelled, reading.Cancelled);
            Check(ReleaseReason.Faulted, reading.Faulted);

            void Check(ReleaseReason reason, long counted)
            {
                if (tally[reason] != counted) ledger.Break($"The hop '{reading.Name}' counted {counted} {reason}, and released {tally[reason]}.");
            }
        }
    }

    private static void CheckLetters(RunDraw draw, Ledger ledger, RunSnapshot snapshot)
    {
        var skipped = snapshot.Stages.Sum(stage => stage.Skipped);
        if (draw.Faults.LosesLetters || skipped == draw.Faults.LettersRead) return;
        ledger.Break($"{skipped} items were skipped, and {draw.Faults.LettersRead} dead letters came.");
    }

    // A run that comes to its end by itself, or is drained, delivers all that was not meant to go elsewhere.
    private static void CheckNothingWasLeft(RunDraw draw, Ledger ledger)
    {
        foreach (var fate in new[] { Fate.InHand, Fate.Abandoned, Fate.Cancelled, Fate.Thrown })
        {
            if (ledger[fate] > 0) ledger.Break($"The run ended as it should, and {ledger[fate]} tokens were {fate}.");
        }

        if (!draw.MayDrop && ledger[Fate.Dropped] > 0) ledger.Break($"No hop was to drop any, and {ledger[Fate.Dropped]} were dropped.");
        if (draw.Ending == Ending.Exhausted && ledger.Made < draw.Sources.Tokens - ledger.Faults)
            ledger.Break($"There were to be {draw.Sources.Tokens} tokens, and only {ledger.Made} were made.");
    }
}
