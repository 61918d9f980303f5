using Flow.Soak.Runs;

namespace Flow.Soak.Reports;

/// <summary>What came of the random runs, all together.</summary>
internal sealed class RunsReport
{
    public long Runs { get; private set; }

    public long Items { get; private set; }

    public long Swaps { get; private set; }

    public long Faults { get; private set; }

    public long Cancellations { get; private set; }

    public long Dropped { get; private set; }

    public long DeadLetters { get; private set; }

    public long Hangs { get; private set; }

    public long Lost { get; private set; }

    public long Duplicated { get; private set; }

    public long HeapFirst { get; set; }

    public long HeapLast { get; set; }

    public List<Breach> Breaches { get; } = [];

    public void Add(RunFigures run)
    {
        Runs++;
        Items += run.Items;
        Swaps += run.Swaps;
        Faults += run.Faults;
        Cancellations += run.Cancellations;
        Dropped += run.Dropped;
        DeadLetters += run.DeadLetters;
        Hangs += run.IsHung ? 1 : 0;
        Lost += run.Lost;
        Duplicated += run.Duplicated;
        if (run.Breaches.Count > 0) Breaches.Add(new Breach(string.Join('\n', run.Breaches), run.Seed, run.Picture));
    }
}
