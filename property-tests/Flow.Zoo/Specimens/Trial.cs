using Flow.Testing;

namespace Flow.Zoo.Specimens;

/// <summary>A subject held to the laws that judge one experiment, in one case after the other of a list that is always the same.</summary>
internal abstract class Trial
{
    /// <summary>Which laws are broken, and in which case each of them first is.</summary>
    public abstract IReadOnlyList<Verdict> Hold();

    /// <summary>The trials of all laws that apply to a subject.</summary>
    public static IReadOnlyList<Trial> All<TSubject, TCase>(IReadOnlyList<Law<TSubject, TCase>> laws, TSubject subject) =>
    [
        .. laws.Where(law => law.SkippedFor(subject) is null).GroupBy(static law => law.Experiment)
            .Select(sharing => new Trial<TSubject, TCase>([.. sharing], subject)),
    ];
}
