using Flow.Testing;
using Flow.Zoo.Hops;
using Flow.Zoo.Hops.Broken;

namespace Flow.Zoo.Specimens;

/// <summary>The hops.</summary>
internal static class HopSpecimens
{
    public static IReadOnlyList<Specimen> Right { get; } =
    [
        Ring(null, static options => new SmallRing(options)),
        Queue(null, static options => new SmallQueue(options)),
    ];

    public static IReadOnlyList<Specimen> Broken { get; } =
    [
        Ring("Progress", static options => new NoSecondLook(options)),
        Ring("Progress", static options => new LooksBeforePublishing(options)),
        Ring("Progress", static options => new WakesReaderWhenFull(options)),
        Ring("Progress", static options => new WakesWriterAtHalf(options)),
        Ring("Order", static options => new PublishesBeforeStoring(options)),
        Ring("Order", static options => new ReordersAtWrap(options)),
        Ring("Bound", static options => new OneTooMany(options)),
        Ring("Cancellation", static options => new ForgetsReadItem(options)),
        Ring("Cancellation", static options => new ForgetsAwaitedItem(options)),
        Ring("Cancellation", static options => new WritesTwice(options)),
        Ring("Cancellation", static options => new LeavesWaiter(options)),
        Ring("Termination", static options => new CompletesAgain(options)),
        Ring("Termination", static options => new AcceptsAfterEnd(options)),
        Ring("Termination", static options => new EndsEarly(options)),
        Ring("Termination", static options => new MissesLastItem(options)),
        Ring("Termination", static options => new SwallowsFault(options)),
        Ring("Termination", static options => new AbandonsQuietly(options)),
        Ring("Conservation", static options => new KeepsLeftovers(options)),
        Ring("Conservation", static options => new KeepsLateItem(options)),
        Ring("Conservation", static options => new ReleasesTwice(options)),
        Queue("Bound", static options => new KeepsWeight(options)),
        Queue("Progress", static options => new WaitsForHeavyItem(options)),
        Queue("Counting", static options => new CountsBatches(options)),
        Queue("Model", static options => new DropsNewest(options), HopFullMode.DropOldest),
        Queue("Counting", static options => new DropsUncounted(options), HopFullMode.DropOldest),
        Queue("Conservation", static options => new DropsUnreleased(options), HopFullMode.DropWrite),
    ];
}
