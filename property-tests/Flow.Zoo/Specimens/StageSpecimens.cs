using Flow.Testing;
using Flow.Zoo.Stages;
using Flow.Zoo.Stages.Broken;

namespace Flow.Zoo.Specimens;

/// <summary>The stages.</summary>
internal static class StageSpecimens
{
    public static IReadOnlyList<Specimen> Right { get; } =
    [
        Of(null, static () => new Forwarding()),
        Of(null, static () => new Buffering()),
        Of(null, static () => new Halves()),
        Of(null, static () => new RoundTrip()),
        Of(null, static () => new HoldingBack()),
        InAnyOrder(null, static () => new Joining()),
        InAnyOrder(null, static () => new Overlapping(CallAsync)),
        Sums(null, static () => new Summing()),
    ];

    public static IReadOnlyList<Specimen> Broken { get; } =
    [
        Of("Order", static () => new ReordersAtWrap()),
        Of("Conservation", static () => new Repeats()),
        Of("Conservation", static () => new ForgetsFlush()),
        Of("Conservation", static () => new OutlivesRun()),
        InAnyOrder("Conservation", static () => new CompletesEarly()),
        Of("Bound", static () => new ReadsAhead()),
        Of("Progress", static () => new DeadlocksInCycle()),
        InAnyOrder("Progress", static () => new BlocksHeadOfLine(CallAsync)),
        Of("Termination", static () => new SwallowsFault()),
        Of("Termination", static () => new TellsNobodyUpstream()),
        Of("Termination", static () => new TellsNobodyDownstream()),
        Of("Termination", static () => new ReadsOn()),
        Of("Cancellation", static () => new IgnoresToken()),
        Of("Swap", static () => new RepeatsOnSwap()),
        Of("Swap", static () => new LosesOnSwap()),
        Sums("Again", static () => new SharesState()),
        Of("Scheduler", static () => new LeavesScheduler()),
    ];
}
