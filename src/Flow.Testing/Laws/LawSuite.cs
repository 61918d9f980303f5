using FsCheck;

namespace Flow.Testing;

/// <summary>Holds a subject to many laws at once: those that share an experiment judge the same conversations.</summary>
internal static class LawSuite
{
    public const int Samples = 100;

    // Stress finds what it finds by chance and takes long for it.
    private const int StressPercent = 25;

    /// <summary>The law of that name.</summary>
    public static Law<TSubject, TCase> Find<TSubject, TCase>(IReadOnlyList<Law<TSubject, TCase>> laws, string name) =>
        laws.FirstOrDefault(law => law.Name == name)
        ?? throw new ArgumentException($"There is no law '{name}'; there are {string.Join(", ", laws)}.", nameof(name));

    public static LawReport Hold<TSubject, TCase>(
        IReadOnlyList<Law<TSubject, TCase>> laws, TSubject subject, Execution? execution, int samples, Arbitrary<TCase>? cases = null)
    {
        var held = new Dictionary<Law, int>();
        using var digest = CaseDrawing.IsRepeatable && (execution ?? Execution.Simulated).IsReplayable ? new CaseDigest() : null;
        var applying = laws.Where(law => law.SkippedFor(subject) is null).ToArray();
        if (ReplayLine.FromEnvironment is { } replay)
        {
            foreach (var law in applying.Where(law => law.Name == replay.Law)) law.Replay(subject, replay.ToString());
        }
        else
        {
            foreach (var sharing in applying.GroupBy(static law => law.Experiment))
            {
                var ran = Search(Execution.Simulated, samples, sharing) + Search(Execution.Stress, Part(samples, StressPercent), sharing);
                foreach (var law in sharing) held[law] = ran;
            }
        }

        return new LawReport($"{subject}", [.. laws.Select(law => new LawReportEntry(law, held.GetValueOrDefault(law), law.SkippedFor(subject)))])
        {
            Digest = digest?.ToString(),
        };

        // The execution that is asked for, or both of them.
        int Search(Execution one, int most, IGrouping<Experiment<TSubject, TCase>, Law<TSubject, TCase>> sharing)
        {
            if (execution is not null && one != Execution.Simulated) return 0;
            if (execution is not null) (one, most) = (execution, samples);
            most = Part(most, sharing.Key.SamplesPercent);
            new LawSearch<TSubject, TCase>([.. sharing], subject, cases, one).Hold(most, one.IsReplayable ? digest : null);
            return most;
        }
    }

    private static int Part(int samples, int percent) => Math.Max(1, samples * percent / 100);
}
