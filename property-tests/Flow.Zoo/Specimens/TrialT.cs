using Flow.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Flow.Zoo.Specimens;

/// <inheritdoc cref="Trial"/>
internal sealed class Trial<TSubject, TCase>(IReadOnlyList<Law<TSubject, TCase>> laws, TSubject subject) : Trial
{
    private const int MostCases = 200;
    private const int Size = 30;

    // Any numbers would do, as long as they stay.
    private static readonly Rnd Seed = new(17, 53);

    public override IReadOnlyList<Verdict> Hold()
    {
        var verdicts = new List<Verdict>();
        var kept = laws.ToList();
        var cases = 0;
        foreach (var drawn in Draw())
        {
            cases++;
            while (Breach(kept, drawn) is { } breach)
            {
                verdicts.Add(new Verdict(breach.Law!.Name, cases, breach));
                kept.RemoveAll(law => law == breach.Law);
            }
        }

        return verdicts;
    }

    private IEnumerable<Drawn<TCase>> Draw()
    {
        var experiment = laws[0].Experiment;
        var drawing =
            from example in experiment.Cases!(subject).Generator
            from scheduling in Schedulings.Any(experiment.InsidePercent)
            select new Drawn<TCase>(example, scheduling);
        return drawing.Sample(Size, Seed, MostCases);
    }

    private LawBrokenException? Breach(IReadOnlyList<Law<TSubject, TCase>> kept, Drawn<TCase> drawn)
    {
        if (kept.Count == 0) return null;
        try
        {
            new LawSearch<TSubject, TCase>(kept, subject, null, Execution.Simulated).HoldIn(drawn);
            return null;
        }
        catch (LawBrokenException breach)
        {
            return breach;
        }
    }
}
