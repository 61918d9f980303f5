namespace Flow.Testing;

public static partial class HopLaws
{
    /// <summary>One item is enough.</summary>
    public static Law<HopSubject, HopCase> LoneItem { get; } = Make(
        "LoneItem", "One item wakes a reader that waits, though no other comes.", HopCapabilities.None, LoneWait.Item);

    /// <summary>The last item is not overtaken.</summary>
    public static Law<HopSubject, HopCase> LoneLastItem { get; } = Make(
        "LoneLastItem", "A reader that waits gets the last item before it is told of the end, though both come at once.", HopCapabilities.None, LoneWait.LastItem);

    /// <summary>The first room is enough.</summary>
    public static Law<HopSubject, HopCase> LoneRoom { get; } = Make(
        "LoneRoom", "The first room wakes a writer that waits, though there will be no more.", HopCapabilities.Bounded, LoneWait.Room);

    /// <summary>The end ends a wait.</summary>
    public static Law<HopSubject, HopCase> LoneEnd { get; } = Make(
        "LoneEnd", "A reader that waits for an item is told of the end when it comes.", HopCapabilities.None, LoneWait.End);

    /// <summary>Abandonment ends a wait.</summary>
    public static Law<HopSubject, HopCase> LoneAbandonment { get; } = Make(
        "LoneAbandonment",
        "A writer that waits for room is told at once that its reader has gone.",
        HopCapabilities.Bounded | HopCapabilities.Abandonable,
        LoneWait.Abandonment);

    /// <summary>A token ends a wait.</summary>
    public static Law<HopSubject, HopCase> LoneCancellation { get; } = Make(
        "LoneCancellation", "A wait ends when its token is cancelled, though nothing else happens.", HopCapabilities.None, LoneWait.CancelledRead, LoneWait.CancelledWrite);

    /// <summary>A wake-up is not in vain.</summary>
    public static Law<HopSubject, HopCase> NotInVain { get; } = Make(
        "NotInVain",
        "Who waits alone, and is told that there is something, finds it: an item, or room for one; also when there was something just before.",
        HopCapabilities.None,
        LoneWait.Items,
        LoneWait.Rooms);

    private static Law<HopSubject, HopCase> Make(string name, string sentence, HopCapabilities of, params LoneWait[] waits) => new(
        name,
        sentence,
        Of(of),
        HopExperiments.LoneWaits,
        conversation =>
        {
            var lone = (LoneWaits)conversation;
            foreach (var wait in waits)
            {
                LawBreach.Unless(!(lone.IsStuck && lone.Awaited == wait), $"it is waited for ever: {wait}");
                LawBreach.Unless(lone.Wrong(wait) is null, $"{wait}: {lone.Wrong(wait)}");
            }
        });
}
