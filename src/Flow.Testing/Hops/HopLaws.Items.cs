namespace Flow.Testing;

public static partial class HopLaws
{
    /// <summary>First in, first out.</summary>
    public static Law<HopSubject, HopCase> Order { get; } = Make(
        "Order",
        "What enters a hop leaves in the order it entered.",
        HopCapabilities.Ordered,
        static hop =>
        {
            foreach (var items in hop.Readings.SelectMany(reading => reading.Delivered.GroupBy(hop.WriterOf)))
            {
                foreach (var (earlier, later) in items.Zip(items.Skip(1)))
                    LawBreach.Unless(earlier <= later, $"{earlier} came before {later}");
            }
        });

    /// <summary>A read that its token ends leaves the item where it is.</summary>
    public static Law<HopSubject, HopCase> CancelledRead { get; } = Make(
        "CancelledRead",
        "A read or wait that is cancelled, at whatever moment, has taken nothing.",
        HopCapabilities.Ordered,
        static hop =>
        {
            foreach (var item in Lost(hop))
                LawBreach.Unless(!IsAtCancellation(hop, item), $"{item} was accepted, and went when a read was cancelled");
        });

    /// <summary>A write that its token ends leaves the item with its writer.</summary>
    public static Law<HopSubject, HopCase> CancelledWrite { get; } = Make(
        "CancelledWrite",
        "A write that is cancelled, at whatever moment, has written nothing.",
        HopCapabilities.None,
        static hop =>
        {
            var cancelled = hop.Writings.SelectMany(static writing => writing.CancelledWith).ToHashSet();
            foreach (var item in Twice(hop)) LawBreach.Unless(!cancelled.Contains(item), $"{item} came twice: a write of it was cancelled, and another made");
        });

    /// <summary>No item is delivered again.</summary>
    public static Law<HopSubject, HopCase> NothingTwice { get; } = Make(
        "NothingTwice",
        "An item is delivered once: to one reader, and never again.",
        HopCapabilities.None,
        static hop =>
        {
            foreach (var item in Twice(hop)) LawBreach.Unless(false, $"{item} came twice");
            var delivered = hop.Delivered.ToHashSet();
            delivered.ExceptWith(hop.Accepted);
            // What is being written when all stands still may have arrived before its writer knows.
            if (!hop.IsStuck) LawBreach.Unless(delivered.Count == 0, $"{string.Join(", ", delivered)} came, which had not been accepted");
        });

    /// <summary>Nothing is overtaken by the end.</summary>
    public static Law<HopSubject, HopCase> EndComesLast { get; } = Make(
        "EndComesLast",
        "A reader is told of the end when it has had the last item, and not before.",
        HopCapabilities.None,
        static hop => LawBreach.Unless(
            hop.HasAbandoned || hop.Afterwards?.Read is null, $"the end was seen, and {hop.Afterwards?.Read} was still there to read"));

    /// <summary>Nothing gets lost inside.</summary>
    public static Law<HopSubject, HopCase> NothingLost { get; } = Make(
        "NothingLost",
        "Each item that a hop has accepted is delivered; or it falls, where a hop may let it fall, and is released.",
        HopCapabilities.None,
        static hop =>
        {
            foreach (var item in Lost(hop)) LawBreach.Unless(IsAtCancellation(hop, item), $"{item} was accepted, and never came");
        });

    /// <summary>What nobody will read is given back.</summary>
    public static Law<HopSubject, HopCase> LeftoversReleased { get; } = Make(
        "LeftoversReleased",
        "What is left in a hop when its reader goes, or comes in too late, is released.",
        HopCapabilities.Abandonable | HopCapabilities.Releasing,
        static hop =>
        {
            if (!hop.HasAbandoned || hop.IsStuck) return;
            var left = hop.Accepted.Except(hop.Delivered).Except(hop.Released.Select(static released => released.Item)).ToArray();
            LawBreach.Unless(left.Length == 0, $"{string.Join(", ", left)} was left, and not released");
        });

    /// <summary>Nothing is given back twice.</summary>
    public static Law<HopSubject, HopCase> ReleasedOnce { get; } = Make(
        "ReleasedOnce",
        "No item is released twice, or released and delivered.",
        HopCapabilities.Releasing,
        static hop =>
        {
            var delivered = hop.Delivered.ToHashSet();
            foreach (var group in hop.Released.GroupBy(static released => released.Item))
            {
                LawBreach.Unless(group.Count() == 1, $"{group.Key} was released {group.Count()} times");
                LawBreach.Unless(!delivered.Contains(group.Key), $"{group.Key} was delivered, and released");
            }
        });

    /// <summary>Nothing is given back that might have been delivered.</summary>
    public static Law<HopSubject, HopCase> ReleasedForAReason { get; } = Make(
        "ReleasedForAReason",
        "A hop releases what its abandonment leaves, as abandoned, and what it lets fall when it is full, as dropped; and nothing else.",
        HopCapabilities.Releasing,
        static hop =>
        {
            foreach (var (item, reason) in hop.Released)
            {
                var isRight = reason == ReleaseReason.Abandoned ? hop.HasAbandoned : reason == ReleaseReason.Dropped && hop.Subject.FullMode != HopFullMode.Wait;
                LawBreach.Unless(isRight, $"{item} was released as {reason}{(hop.HasAbandoned ? "" : ", and nobody had abandoned the hop")}");
            }
        });

    /// <summary>No more than there is room for.</summary>
    public static Law<HopSubject, HopCase> Bound { get; } = Make(
        "Bound",
        "A hop never holds more items than its bound.",
        HopCapabilities.Bounded,
        static hop =>
        {
            var bound = hop.Case.IsWeighted ? hop.Case.MaxItems : hop.Case.Capacity;
            LawBreach.Unless(hop.MostInside <= bound, $"{hop.MostInside} items were inside, of at most {bound}");
        });

    /// <summary>What is seen is what comes.</summary>
    public static Law<HopSubject, HopCase> Peek { get; } = Make(
        "Peek",
        "What a reader sees at the head is what it takes next.",
        HopCapabilities.None,
        static hop =>
        {
            // What was seen may fall, where what is inside does.
            if (hop.Readings is [var reading] && hop.Subject.FullMode is HopFullMode.Wait or HopFullMode.DropWrite)
                LawBreach.Unless(reading.Peeked is null, reading.Peeked!);
        });

    /// <summary>A hop says what went through it.</summary>
    public static Law<HopSubject, HopCase> Counting { get; } = Make(
        "Counting",
        "At rest a hop's figures are what went through it, and they add up.",
        HopCapabilities.Counting,
        static hop =>
        {
            if (hop.IsStuck) return;
            var figures = hop.Figures;
            LawBreach.UnlessEqual(hop.Accepted.Count(), figures.Items, "items");
            LawBreach.UnlessEqual(hop.Delivered.Count(), figures.Delivered, "delivered");
            LawBreach.UnlessEqual(hop.Released.Count, figures.Released, "released");
            foreach (var (counted, reason) in new[] { (figures.Abandoned, ReleaseReason.Abandoned), (figures.Dropped, ReleaseReason.Dropped) })
                LawBreach.UnlessEqual(hop.Released.Count(released => released.Reason == reason), counted, $"released as {reason}");
            LawBreach.UnlessEqual(0, figures.Held, "held");
            LawBreach.UnlessEqual(0, figures.Occupancy, "occupancy");
            LawBreach.Unless(figures.Batches <= figures.Delivered, $"{figures.Batches} batches of {figures.Delivered} items");
            var heaviest = Enumerable.Range(0, hop.Case.Items).Select(hop.Case.Weigh).Append(0).Max();
            LawBreach.Unless(figures.Peak <= Math.Max(hop.Case.Capacity, heaviest), $"a peak of {figures.Peak}");
        });

    private static IEnumerable<int> Twice(HopConversation hop) =>
        hop.Delivered.GroupBy(static item => item).Where(static group => group.Count() > 1).Select(static group => group.Key);

    // Accepted, and neither delivered nor released; what the reader's leaving has left is another matter, and so is what is still inside.
    private static IEnumerable<int> Lost(HopConversation hop) => hop.IsStuck || hop.HasAbandoned || hop.Afterwards?.Read is not null
        ? []
        : hop.Accepted.Except(hop.Delivered).Except(hop.Released.Select(static released => released.Item));

    // Whether a call was cancelled between what came before the item and what came after it.
    private static bool IsAtCancellation(HopConversation hop, int item) => hop.Readings.Any(reading => reading.CancelledAt.Any(at =>
        (at == 0 || reading.Delivered[at - 1] < item) && (at == reading.Delivered.Count || reading.Delivered[at] > item)));
}
