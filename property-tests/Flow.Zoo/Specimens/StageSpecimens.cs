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
        Groups(null, static () => new Grouping()),
        Of(null, static () => new Halves()),
        Of(null, static () => new RoundTrip()),
        Of(null, static () => new HoldingBack()),
        Works(null, static work => new Joining(work)),
        Calls(null, static call => new Overlapping(call)),
        Sums(null, static () => new Summing()),
    ];

    public static IReadOnlyList<Specimen> Broken { get; } =
    [
        Of("Order", static () => new ReordersAtWrap()),
        Groups("KeyOrder", static () => new ReordersKinds()),
        Of("NothingTwice", static () => new Repeats()),
        Of("NothingInvented", static () => new PassesMark()),
        Of("NothingLost", static () => new ForgetsFlush()),
        Works("NothingLost", static work => new CompletesEarly(work)),
        Of("Bound", static () => new ReadsAhead()),
        Of("Progress", static () => new DeadlocksInCycle()),
        Calls("NoHeadOfLine", static call => new BlocksHeadOfLine(call)),
        Works("NoHeadOfLine", static work => new StarvesOthers(work)),
        Of("FaultFlowsDown", static () => new SwallowsFault()),
        Of("AbandonmentFlowsUp", static () => new TellsNobodyUpstream()),
        Of("ReturnsAtEnd", static () => new TellsNobodyDownstream()),
        Of("StopsWhenOutputGone", static () => new ReadsOn()),
        Of("Cancellation", static () => new IgnoresToken()),
        Of("NoWaitLeft", static () => new LeavesWait()),
        Of("NothingAfterReturn", static () => new OutlivesRun()),
        Sums("StateInTheCall", static () => new SharesState()),
        Of("SwapNothingTwice", static () => new RepeatsOnSwap()),
        Of("SwapNothingLost", static () => new LosesOnSwap()),
        Of("OnItsScheduler", static () => new LeavesScheduler()),
    ];

    private static Specimen Of<TStage>(string? namedBy, Func<TStage> create)
        where TStage : IStage<int, int> =>
        Held<TStage>(namedBy, new(typeof(TStage).Name, () => create(), static number => number, static items => items));

    private static Specimen Groups<TStage>(string? namedBy, Func<TStage> create)
        where TStage : IStage<int, int> =>
        Held<TStage>(namedBy, new(typeof(TStage).Name, () => create(), static number => number, static items => items)
        {
            Capabilities = Capabilities.OneToOne | Capabilities.Swappable | Capabilities.Keyed,
            Key = static item => int.IsEvenInteger(item),
        });

    private static Specimen Works<TStage>(string? namedBy, Func<Func<int, ValueTask>, TStage> create)
        where TStage : IStage<int, int> =>
        Held<TStage>(namedBy, new(typeof(TStage).Name, () => create(WorkAsync), static number => number, static items => items)
        {
            Capabilities = Capabilities.OneToOne | Capabilities.Swappable,
            CreateHeld = hold => create(hold),
        });

    private static Specimen Calls<TStage>(string? namedBy, Func<Func<int, CancellationToken, Task<int>>, TStage> create)
        where TStage : IStage<int, int> =>
        Held<TStage>(namedBy, new(typeof(TStage).Name, () => create(CallAsync), static number => number, static items => items)
        {
            Capabilities = Capabilities.OneToOne | Capabilities.Swappable,
            CreateHeld = hold => create(async (item, _) =>
            {
                await hold(item);
                return item;
            }),
        });

    private static Specimen Sums<TStage>(string? namedBy, Func<TStage> create)
        where TStage : IStage<int, int> =>
        Held<TStage>(namedBy, new(typeof(TStage).Name, () => create(), static number => number, SumsOf)
        {
            Capabilities = Capabilities.Ordered | Capabilities.OneToOne | Capabilities.Stateful,
        });

    private static Specimen Held<TStage>(string? namedBy, StageSubject<int, int> subject) =>
        new($"stage {subject}", typeof(TStage), namedBy, Trial.All(StageLaws<int, int>.All, subject));

    // Comes back after a number of turns that differs from item to item.
    private static async ValueTask WorkAsync(int item)
    {
        for (var turn = 0; turn < item % 5; turn++) await Task.Yield();
    }

    private static async Task<int> CallAsync(int item, CancellationToken cancellationToken)
    {
        await WorkAsync(item);
        cancellationToken.ThrowIfCancellationRequested();
        return item;
    }

    private static int[] SumsOf(IReadOnlyList<int> items)
    {
        var sum = 0;
        return [.. items.Select(item => sum += item)];
    }
}
