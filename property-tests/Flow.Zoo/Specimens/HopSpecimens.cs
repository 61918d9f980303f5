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
        Queue(null, static options => new SmallQueue(options), HopFullMode.DropNewest),
        Queue(null, static options => new SmallQueue(options), HopFullMode.DropOldest),
        Queue(null, static options => new SmallQueue(options), HopFullMode.DropWrite),
    ];

    public static IReadOnlyList<Specimen> Broken { get; } =
    [
        Inside("ReaderWakes", static options => new NoSecondLook(options)),
        Inside("WriterWakes", static options => new LooksBeforePublishing(options)),
        Ring("NotInVain", static options => new TellsOldNews(options)),
        Ring("LoneItem", static options => new WakesReaderWhenFull(options)),
        Ring("LoneRoom", static options => new WakesWriterAtHalf(options)),
        Ring("Order", static options => new ReordersAtWrap(options)),
        Inside("Order", static options => new PublishesBeforeStoring(options)),
        Ring("NothingTwice", static options => new DeliversTwice(options)),
        Ring("Bound", static options => new OneTooMany(options)),
        Ring("Peek", static options => new PeeksAtNewest(options)),
        Ring("CancelledRead", static options => new ForgetsReadItem(options)),
        Ring("CancelledRead", static options => new ForgetsAwaitedItem(options)),
        Ring("CancelledWrite", static options => new WritesTwice(options)),
        Ring("LoneCancellation", static options => new IgnoresCancellation(options)),
        Ring("NoWaitLeft", static options => new LeavesWaiter(options)),
        Ring("SingleWait", static options => new TakesSecondWait(options)),
        Ring("Doorbells", static options => new RingsTwice(options)),
        Ring("OneTerminal", static options => new CompletesAgain(options)),
        Ring("NothingAfterTheEnd", static options => new AcceptsAfterEnd(options)),
        Ring("EndComesLast", static options => new EndsEarly(options)),
        Inside("LoneLastItem", static options => new MissesLastItem(options)),
        Ring("LoneEnd", static options => new CompletesQuietly(options)),
        Ring("FaultReachesReader", static options => new SwallowsFault(options)),
        Ring("LoneAbandonment", static options => new AbandonsQuietly(options)),
        Ring("LeftoversReleased", static options => new KeepsLeftovers(options)),
        Inside("LeftoversReleased", static options => new KeepsLateItem(options)),
        Inside("ReleasedOnce", static options => new ReleasesTwice(options)),
        Ring("ReleasedForAReason", static options => new ReleasesForAnotherReason(options)),
        Queue("Model", static options => new KeepsWeight(options)),
        Queue("WriterWakes", static options => new WaitsForHeavyItem(options)),
        Queue("Counting", static options => new CountsBatches(options)),
        Queue("Model", static options => new DropsNewest(options), HopFullMode.DropOldest),
        Queue("Counting", static options => new DropsUncounted(options), HopFullMode.DropOldest),
        Queue("NothingLost", static options => new DropsUnreleased(options), HopFullMode.DropWrite),
    ];

    private static Specimen Ring<THop>(string? namedBy, Func<HopOptions<int>, THop> create)
        where THop : SmallRing =>
        Of(namedBy, create, HopCapabilities.OfHop & ~HopCapabilities.Weighed, HopFullMode.Wait);

    private static Specimen Inside<THop>(string namedBy, Func<HopOptions<int>, THop> create)
        where THop : SmallRing => Ring(namedBy, create) with { IsInside = true };

    private static Specimen Queue<THop>(string? namedBy, Func<HopOptions<int>, THop> create, HopFullMode fullMode = HopFullMode.Wait)
        where THop : SmallQueue =>
        Of(namedBy, create, HopCapabilities.OfHop, fullMode);

    private static Specimen Of<THop>(
        string? namedBy, Func<HopOptions<int>, THop> create, HopCapabilities capabilities, HopFullMode fullMode)
        where THop : SmallHop
    {
        var name = fullMode == HopFullMode.Wait ? typeof(THop).Name : $"{typeof(THop).Name}, {fullMode}";
        var subject = new HopSubject(name, create) { Capabilities = capabilities, FullMode = fullMode };
        return new Specimen($"hop {name}", typeof(THop), namedBy, Trial.All(HopLaws.All, subject));
    }
}
