using Flow.Cli.CommandLine;
using Flow.Soak.Memory;
using Flow.Soak.Reports;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs;

/// <summary>Random runs, several at once, each checked; and the heap between them.</summary>
internal sealed class RunsPart(Progress progress, TimeProvider timeProvider)
{
    private const int MostAtOnce = 4;
    private static readonly TimeSpan LongestBetweenSamples = TimeSpan.FromMinutes(1);
    private const int SamplesWanted = 12;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private const int MostLooks = 50;

    private readonly TokenSlab[] _slabs = [.. Enumerable.Range(0, MostAtOnce).Select(_ => new TokenSlab())];
    private readonly LiveRuns _live = new();
    private readonly HeapSamples _heap = new();

    public async Task<RunsReport> RunAsync(int seed, int runs, TimeSpan time, CancellationToken cancellationToken)
    {
        var report = new RunsReport();
        var startedAt = timeProvider.GetTimestamp();
        var between = TimeSpan.FromTicks(Math.Min(LongestBetweenSamples.Ticks, time.Ticks / SamplesWanted));
        var sampleAt = between;
        while (report.Runs < runs && report.Breaches.Count == 0 && !cancellationToken.IsCancellationRequested)
        {
            var elapsed = timeProvider.GetElapsedTime(startedAt);
            if (elapsed >= time) break;
            progress.Say($"runs: {report.Runs} runs, {report.Items} items, {report.Swaps} swaps, {report.Faults} faults");
            await RoundAsync(seed, runs, report);
            if (elapsed < sampleAt || report.Breaches.Count > 0) continue;
            sampleAt = elapsed + between;
            await SampleAsync(report);
        }

        if (report.Breaches.Count == 0) await SampleAsync(report);
        if (_heap.Growth() is { } growth) report.Breaches.Add(new Breach(growth, Seed: null, Picture: null));
        (report.HeapFirst, report.HeapLast) = (_heap.First, _heap.Last);
        return report;
    }

    // In a method of its own: what it holds is gone when the heap is looked at.
    private async Task RoundAsync(int seed, int runs, RunsReport report)
    {
        var first = unchecked(seed + (int)report.Runs) & int.MaxValue;
        var count = (int)Math.Min(1 + (first % MostAtOnce), runs - report.Runs);
        var figures = await Task.WhenAll(Enumerable.Range(0, count).Select(index =>
            Task.Run(() => SoakRun.HoldAsync((first + index) & int.MaxValue, _slabs[index], _live))));
        foreach (var run in figures) report.Add(run);
    }

    private async Task SampleAsync(RunsReport report)
    {
        // Threads may still be on their way out of the last runs.
        for (var looks = MostLooks; looks > 0; looks--)
        {
            await Task.Delay(Look, timeProvider);
            var bytes = Heap.Bytes();
            var leaks = _live.Leaks();
            if (leaks.Count > 0 && looks > 1) continue;
            _heap.Add(bytes);
            foreach (var leak in leaks) report.Breaches.Add(new Breach(leak, Seed: null, Picture: null));
            return;
        }
    }
}
