namespace Flow.Testing;

/// <summary>The laws of every hop, and of every other channel of which one expects the same.</summary>
public static partial class HopLaws
{
    /// <summary>All of them, those that name a fault most closely first.</summary>
    public static IReadOnlyList<Law<HopSubject, HopCase>> All => field ??=
    [
        Order, CancelledRead, CancelledWrite, NothingTwice, EndComesLast, NothingLost, LeftoversReleased, ReleasedOnce, ReleasedForAReason,
        Bound, Peek, ReaderWakes, WriterWakes, CancelledWaitEnds, EndReachesReader, AbandonmentReachesWriter, FaultReachesReader, OneTerminal,
        NothingAfterTheEnd, Doorbells, Calls, Counting, Progress, Model, SingleWait, NoWaitLeft,
        LoneItem, LoneLastItem, LoneRoom, LoneEnd, LoneAbandonment, LoneCancellation, NotInVain,
    ];

    /// <summary>Holds a hop to all the laws that apply to it.</summary>
    /// <param name="hop">The hop, and what it declares.</param>
    /// <param name="execution">How each case runs; by default simulated, and some of the cases again on threads.</param>
    /// <param name="samples">How many cases.</param>
    /// <returns>Which laws held, and which do not apply, and why.</returns>
    /// <exception cref="LawBrokenException">One does not hold; the message has its sentence, the smallest case, and what replays it.</exception>
    public static LawReport Hold(HopSubject hop, Execution? execution = null, int samples = LawSuite.Samples) =>
        LawSuite.Hold(All, hop, execution, samples);

    private static Law<HopSubject, HopCase> Make(string name, string sentence, HopCapabilities of, Action<HopConversation> judge) =>
        new(name, sentence, Of(of), HopExperiments.Use, conversation => judge((HopConversation)conversation));

    private static Condition<HopSubject> Of(HopCapabilities capabilities) => capabilities == HopCapabilities.None
        ? Condition<HopSubject>.None
        : new Condition<HopSubject>($"hops that are declared {capabilities}", hop => hop.Has(capabilities));
}
