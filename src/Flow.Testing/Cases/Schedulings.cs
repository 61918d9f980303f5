using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>Draws how cases are interleaved.</summary>
internal static class Schedulings
{
    private static readonly Gen<Scheduling> Outside =
        from seed in Gen.Choose(0, int.MaxValue)
        from preemptions in Gen.Choose(0, 4)
        from scheduling in Gen.Frequency(
            (4, Gen.Constant(Scheduling.Random(seed))),
            (3, Gen.Constant(Scheduling.Pct(seed, preemptions))),
            (1, Gen.Constant(Scheduling.RoundRobin(seed))))
        select scheduling;

    /// <summary>Every policy; that share of the cases, in percent, is interleaved inside the hops too.</summary>
    public static Gen<Scheduling> Any(int insidePercent) =>
        from scheduling in Outside
        from draw in Gen.Choose(0, 99)
        select scheduling with { InsideHops = draw < insidePercent };
}
