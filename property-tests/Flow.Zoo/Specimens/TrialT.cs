using Flow.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Flow.Zoo.Specimens;

/// <inheritdoc cref="Trial"/>
internal sealed class Trial<TSubject, TCase>(IReadOnlyList<Law<TSubject, TCase>> laws, TSubject subject) : Trial
{
    private const int Size = 30;

    public override IReadOnlyList<Verdict> Hold(string? namedBy)
    {
        var verdicts = new List<Verdict>();
        var kept = laws.ToList();
        var cases = 0;
        foreach (var drawn in Draw())
        {
            var most = namedBy is null ? RightCases : kept.Exists(law => law.Name == namedBy) ? MostCases : Cases;
            if (kept.Count == 0 || cases >= most) break;
            cases++;
            while (Breach(kept, drawn) is { } breach)
            {
                verdicts.Add(new Verdict(breach.Law!.Name, cases, breach));
                kept.RemoveAll(law => law == breach.Law);
                // Of what has left the simulation, the simulation can say nothing more.
                if (breach.InnerException is SimulationException { End: SimulationEnd.LeftSimulation }) return verdicts;
            }
        }

        return verdicts;
    }

    public override LawBrokenException? Shrink(Verdict verdict)
    {
        if (LawOf(verdict.Failure) is not { } law) return null;
        var drawn = new Drawn<TCase>((TCase)verdict.Failure.Case!, verdict.Failure.Scheduling!);
        return Failure(() => new LawSearch<TSubject, TCase>([law], subject, law.Experiment.Cases!(subject), Execution.Simulated).HoldIn(drawn));
    }

    public override LawBrokenException? Replay(LawBrokenException failure) =>
        LawOf(failure) is { } law ? Failure(() => law.Replay(subject, failure.Replay!)) : null;

    private static LawBrokenException? Failure(Action hold)
    {
        try
        {
            hold();
            return null;
        }
        catch (LawBrokenException failure)
        {
            return failure;
        }
    }

    private Law<TSubject, TCase>? LawOf(LawBrokenException failure) => laws.FirstOrDefault(law => law == failure.Law);

    // The same cases each time.
    private IEnumerable<Drawn<TCase>> Draw()
    {
        var experiment = laws[0].Experiment;
        var drawing =
            from example in experiment.Cases!(subject).Generator
            from scheduling in Schedulings.Any(experiment.InsidePercent)
            select new Drawn<TCase>(example, scheduling);
        return Enumerable.Range(0, MostCases / Cases).SelectMany(part => drawing.Sample(Size, new Rnd((ulong)part), Cases));
    }

    private LawBrokenException? Breach(List<Law<TSubject, TCase>> kept, Drawn<TCase> drawn) =>
        kept.Count == 0 ? null : Failure(() => new LawSearch<TSubject, TCase>(kept, subject, null, Execution.Simulated).HoldIn(drawn));
}
