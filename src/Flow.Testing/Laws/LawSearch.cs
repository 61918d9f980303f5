using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>Looks for a case in which a subject breaks one of some laws that judge the same experiment, and for the smallest one.</summary>
internal sealed class LawSearch<TSubject, TCase>(
    IReadOnlyList<Law<TSubject, TCase>> laws, TSubject subject, Arbitrary<TCase>? cases, Execution execution)
{
    private const int StressRuns = 20;

    private readonly Experiment<TSubject, TCase> _experiment = laws[0].Experiment;

    /// <summary>Looks at so many cases, and adds them to a digest, where there is one.</summary>
    /// <exception cref="LawBrokenException">A law does not hold.</exception>
    public void Hold(int samples, CaseDigest? digest = null)
    {
        cases ??= _experiment.Cases?.Invoke(subject) ?? throw new ArgumentException($"{laws[0]} has no cases of its own; give it some.");
        var drawing = new CaseDrawing();
        Breach<TSubject, TCase>? found = null;
        var before = drawing.Run(
            from example in cases.Generator
            from scheduling in Schedulings.Any(_experiment.InsidePercent)
            select new Drawn<TCase>(example, scheduling),
            samples,
            drawn => (found = Try(drawn, digest)) is null);
        if (found is not null) throw Report(Shrink(cases, found), found, before, drawing.Seed);
    }

    /// <summary>Looks at one case; where there are others it is made smaller.</summary>
    /// <exception cref="LawBrokenException">A law does not hold.</exception>
    public void HoldIn(Drawn<TCase> drawn)
    {
        if (Try(drawn) is { } found) throw Report(cases is null ? found : Shrink(cases, found), found, before: 0, seed: null);
    }

    private Breach<TSubject, TCase> Shrink(Arbitrary<TCase> among, Breach<TSubject, TCase> found) =>
        new Shrinking<TSubject, TCase>(among, execution, TryAgain).Shrink(found);

    private Breach<TSubject, TCase>? Try(Drawn<TCase> drawn, CaseDigest? digest = null) =>
        Try(drawn, laws, digest is null ? null : new Story(), digest: digest);

    private Breach<TSubject, TCase>? TryAgain(Law<TSubject, TCase> law, Drawn<TCase> drawn) => Try(drawn, [law]);

    private Breach<TSubject, TCase>? Try(Drawn<TCase> drawn, IReadOnlyList<Law<TSubject, TCase>> judging, Story? story = null, bool isWatched = false, CaseDigest? digest = null)
    {
        var trial = new Trial(drawn.Scheduling.Seed, execution.Disturbs, story, isWatched);
        Conversation? conversation = null;
        var ran = execution.Run(drawn.Scheduling, () =>
        {
            conversation = _experiment.Begin(subject, drawn.Case, trial);
            return conversation.HoldAsync();
        });
        digest?.Add(drawn, story!, ran.Simulation?.Schedule);
        if (conversation is null) return Breached(judging[0], ran.Failure!);
        conversation.Failure ??= ran.Failure;
        foreach (var law in judging)
        {
            try
            {
                law.Judge(conversation);
            }
            catch (Exception cause)
            {
                return Breached(law, cause);
            }
        }

        // Neither an end nor a law's matter: work that has left the simulation, for one.
        return conversation is { Failure: { } failure, IsStuck: false } ? Breached(judging[0], failure) : null;

        Breach<TSubject, TCase> Breached(Law<TSubject, TCase> law, Exception cause) => new(law, drawn, cause, ran);
    }

    private LawBrokenException Report(Breach<TSubject, TCase> smallest, Breach<TSubject, TCase> first, int before, string? seed)
    {
        var (law, drawn) = (smallest.Law, smallest.Drawn);
        var (story, failures) = TellStory(smallest);
        var replay = execution.IsReplayable ? new ReplayLine(law.Name, CaseText.Print(drawn.Case), drawn.Scheduling).ToString() : null;
        var text = new List<string>
        {
            $"{subject} breaks the law {law}: \"{law.Sentence}\"",
            $"found: {smallest.Cause.Message}",
            $"case: {drawn.Case}",
            replay is not null
                ? $"schedule: {drawn.Scheduling}"
                : $"on threads, where nothing is promised to happen again: it failed in {failures} of {StressRuns} more runs",
        };
        if (story.Length > 0) text.Add($"what happened:\n{story}");
        if (replay is not null) text.AddRange([$"replay: {ReplayLine.Variable}='{replay}'", $"in code: {law}.Replay(subject, \"\"\"{replay}\"\"\")"]);
        if (seed is not null)
            text.Add($"found in case {before + 1}, drawn with {CaseDrawing.Variable}={seed}; shrunk from: {first.Drawn.Case}; {first.Drawn.Scheduling}");
        return new LawBrokenException(string.Join('\n', text), smallest.Cause)
        {
            Law = law,
            Case = drawn.Case,
            Scheduling = drawn.Scheduling,
            Replay = replay,
            CasesBefore = before,
        };
    }

    // Told by a run that fails, and watches the stage where it fails all the same; on threads by the last of some. There a hang, which costs
    // patience, is not waited for again.
    private (string Story, int Failures) TellStory(Breach<TSubject, TCase> breach)
    {
        if (execution.IsReplayable) return (Tell(breach, isWatched: true) ?? Tell(breach, isWatched: false) ?? "", 1);
        var stories = Enumerable.Range(0, breach.IsHang ? 0 : StressRuns).Select(_ => Tell(breach, isWatched: false)).OfType<string>().ToArray();
        return (stories.LastOrDefault(""), stories.Length);
    }

    private string? Tell(Breach<TSubject, TCase> breach, bool isWatched)
    {
        var story = new Story();
        return Try(breach.Drawn, [breach.Law], story, isWatched)?.Law == breach.Law ? story.ToString() : null;
    }
}
