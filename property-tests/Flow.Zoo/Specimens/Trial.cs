using Flow.Testing;

namespace Flow.Zoo.Specimens;

/// <summary>A subject held to the laws that judge one experiment, in one case after the other of a list that is always the same.</summary>
internal abstract class Trial
{
    /// <summary>How many cases are enough to see what else a broken thing breaks.</summary>
    public const int Cases = 40;

    /// <summary>How many cases a right one keeps every law in.</summary>
    public const int RightCases = 200;

    /// <summary>How many cases the law that names a fault has at most to find it.</summary>
    public const int MostCases = 2000;

    /// <summary>Which laws are broken, and in which case each of them first is.</summary>
    /// <param name="namedBy">The law that has more cases than the others.</param>
    public abstract IReadOnlyList<Verdict> Hold(string? namedBy);

    /// <summary>The smallest case in which a law is broken, and its schedule, from one that was found; none where it is not held to that law.</summary>
    public abstract LawBrokenException? Shrink(Verdict verdict);

    /// <summary>Runs again what a failure has printed, and says what it says this time.</summary>
    public abstract LawBrokenException? Replay(LawBrokenException failure);

    /// <summary>The trials of all laws that apply to a subject.</summary>
    public static IReadOnlyList<Trial> All<TSubject, TCase>(IReadOnlyList<Law<TSubject, TCase>> laws, TSubject subject) =>
    [
        .. laws.Where(law => law.SkippedFor(subject) is null).GroupBy(static law => law.Experiment)
            .Select(sharing => new Trial<TSubject, TCase>([.. sharing], subject)),
    ];
}
