namespace Flow.Testing;

public static partial class HopLaws
{
    /// <summary>No wake-up of the reader is lost.</summary>
    public static Law<HopSubject, HopCase> ReaderWakes { get; } = Make(
        "ReaderWakes",
        "A reader that waits is woken when there is an item.",
        HopCapabilities.None,
        static hop => LawBreach.Unless(
            !(hop.IsStuck && hop.Inside > 0 && !hop.HasAbandoned && IsWaiting(hop.Readings.Select(static reading => reading.Waiting))),
            $"a reader waits for ever, and {hop.Inside} items are there"));

    /// <summary>No wake-up of the writer is lost.</summary>
    public static Law<HopSubject, HopCase> WriterWakes { get; } = Make(
        "WriterWakes",
        "A writer that waits is woken when there is room for its item.",
        HopCapabilities.None,
        static hop => LawBreach.Unless(
            !(hop.IsStuck && !hop.HasAbandoned && hop.Writings.Any(writing => IsWaiting([writing.Waiting]) && hop.HasRoomFor(writing))),
            $"a writer waits for ever, and only {hop.Inside} items are inside"));

    /// <summary>A token ends a wait.</summary>
    public static Law<HopSubject, HopCase> CancelledWaitEnds { get; } = Make(
        "CancelledWaitEnds",
        "A wait ends when its token is cancelled.",
        HopCapabilities.None,
        static hop => LawBreach.Unless(
            !(hop.IsStuck && Waits(hop).Any(static wait => wait is { Token.IsCancellationRequested: true })), "a wait goes on, although it is cancelled"));

    /// <summary>Completion reaches whoever reads.</summary>
    public static Law<HopSubject, HopCase> EndReachesReader { get; } = Make(
        "EndReachesReader",
        "A reader that waits learns that the hop is completed and empty.",
        HopCapabilities.None,
        static hop => LawBreach.Unless(
            !(hop.IsStuck && hop.IsCompleted && hop.Inside == 0 && IsWaiting(hop.Readings.Select(static reading => reading.Waiting))),
            "a reader waits for ever at the end of a completed hop"));

    /// <summary>Abandonment reaches whoever writes.</summary>
    public static Law<HopSubject, HopCase> AbandonmentReachesWriter { get; } = Make(
        "AbandonmentReachesWriter",
        "A writer learns at once that its reader has gone, and with what error.",
        HopCapabilities.Abandonable,
        static hop =>
        {
            if (!hop.HasAbandoned) return;
            LawBreach.Unless(!hop.IsStuck, "the writer waits for ever on a hop that was abandoned");
            var (isAbandoned, error) = hop.Afterwards!.Abandonment;
            LawBreach.Unless(isAbandoned, "the writer does not know that its reader has gone");
            LawBreach.Unless(
                ReferenceEquals(hop.Error, error) || ReferenceEquals(hop.SecondError, error),
                $"abandoned with {hop.Error!.Message} The writer was told {error?.Message ?? "nothing"}");
        });

    /// <summary>A doorbell says what is so, once.</summary>
    public static Law<HopSubject, HopCase> Doorbells { get; } = Make(
        "Doorbells",
        "A doorbell that is armed is rung once, with its key.",
        HopCapabilities.None,
        static hop =>
        {
            foreach (var rung in hop.Readings.Select(static reading => reading.Rung).Concat(hop.Writings.Select(static writing => writing.Rung)))
                LawBreach.Unless(rung is null, rung!);
        });

    /// <summary>Nothing stands still that could move.</summary>
    public static Law<HopSubject, HopCase> Progress { get; } = Make(
        "Progress",
        "An item and room mean movement, however the two sides wait: all that is written arrives, and both sides come to an end.",
        HopCapabilities.None,
        static hop =>
        {
            LawBreach.Unless(!hop.IsStuck, hop.Failure?.Message!);
            if (hop.Failure is not null) return;
            LawBreach.Unless(hop.IsAbandoned || hop.Accepted.Count() == hop.Case.Items, $"{hop.Accepted.Count()} items were accepted, of {hop.Case.Items}");
        });

    /// <summary>Each end serves one caller.</summary>
    public static Law<HopSubject, HopCase> SingleWait { get; } = new(
        "SingleWait",
        "A second wait at an end throws while one is pending, and the first still gets its answer.",
        Of(HopCapabilities.SingleWait | HopCapabilities.Bounded),
        HopExperiments.DoubleWait,
        static conversation =>
        {
            LawBreach.Unless(!conversation.IsStuck, "the first wait got no answer");
            conversation.ThrowFailure();
        });

    /// <summary>No waiter is left behind.</summary>
    public static Law<HopSubject, HopCase> NoWaitLeft { get; } = new(
        "NoWaitLeft",
        "A wait that was cancelled leaves nothing behind: a hop that is waited at in vain for ever holds on to no more than the last of its waits.",
        Of(HopCapabilities.ForgetsWaits),
        HopExperiments.CancelledWaits,
        static conversation =>
        {
            const int Few = 2;
            var left = ((CancelledWaits)conversation).Left;
            LawBreach.Unless(left <= Few, $"{left} cancelled waits were still held");
        });

    private static IEnumerable<Wait?> Waits(HopConversation hop) =>
        hop.Readings.Select(static reading => reading.Waiting).Concat(hop.Writings.Select(static writing => writing.Waiting));

    private static bool IsWaiting(IEnumerable<Wait?> waits) => waits.Any(static wait => wait is { Token.IsCancellationRequested: false });
}
