using Flow.Cli.CommandLine;
using Flow.Soak.Reports;
using Flow.Soak.Runs;

namespace Flow.Soak.Swaps;

/// <summary>One stage swapped again and again while its input is full.</summary>
internal sealed class SwapsUnderLoad(Progress progress, TimeProvider timeProvider)
{
    private const int Most = 10_000;
    private const string Name = "stage";

    private readonly LoadReport _report = new();
    private readonly List<double> _times = [];
    private long _given;
    private long _came;
    private long _lastAt;
    private long _longestPause;

    public async Task<LoadReport> RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var stage = LoadStage.Of(1);
        var stages = new List<LoadStage> { stage };
        await using var run = Source.From("source", Endless())
            .Then(Name, stage.Stage, new HopOptions<long>(1024))
            .Then(Sink.ForEach<long>("sink", Take, new HopOptions<long>(1024)))
            .Run();
        var startedAt = timeProvider.GetTimestamp();
        while (_report.Swaps < Most && _report.Breaches.Count == 0 && !cancellationToken.IsCancellationRequested)
        {
            if (timeProvider.GetElapsedTime(startedAt) >= time) break;
            if (_report.Swaps % 100 == 0) progress.Say($"swaps under load: {_report.Swaps} swaps, {Volatile.Read(ref _came)} items");
            var next = LoadStage.Of((int)_report.Swaps);
            if (!await SwapAsync(run, stages[^1], next)) return _report;
            stages.Add(next);
        }

        if (!await Watch.EndsAsync(run.DrainAsync(CancellationToken.None), () => Volatile.Read(ref _came)))
        {
            _report.Hangs++;
            _report.Break($"The run has not ended after {_report.Swaps} swaps under load.\n{run.Snapshot()}");
            return _report;
        }

        Sum(stages);
        return _report;
    }

    private async Task<bool> SwapAsync(PipelineRun run, LoadStage old, LoadStage next)
    {
        var before = timeProvider.GetTimestamp();
        // The fence is up when the call comes back.
        var swap = run.SwapAsync(Name, next.Stage);
        var atFence = old.Written;
        if (!await Watch.EndsAsync(swap, () => Volatile.Read(ref _came)))
        {
            _report.Hangs++;
            _report.Break($"Swap {_report.Swaps} under load has not ended.\n{run.Snapshot()}");
            return false;
        }

        await swap;
        _times.Add(timeProvider.GetElapsedTime(before).TotalMicroseconds);
        _report.Swaps++;
        var afterFence = old.Written - atFence;
        _report.MostAfterFence = Math.Max(_report.MostAfterFence, afterFence);
        if (afterFence > old.Batch) _report.Break($"A stage whose batch is {old.Batch} wrote {afterFence} items after its fence.");
        return true;
    }

    private void Sum(List<LoadStage> stages)
    {
        _times.Sort();
        if (_times.Count > 0) (_report.MedianUs, _report.LargestUs) = (_times[_times.Count / 2], _times[^1]);
        _report.LongestPauseUs = TimeSpan.FromSeconds((double)_longestPause / timeProvider.TimestampFrequency).TotalMicroseconds;
        _report.Items = _came;
        var written = stages.Sum(stage => stage.Written);
        if (_came != _given || written != _given) _report.Break($"Of {_given} items the swapped stages wrote {written}, and {_came} came.");
    }

    private IEnumerable<long> Endless()
    {
        while (true) yield return _given++;
    }

    private void Take(long item)
    {
        var now = timeProvider.GetTimestamp();
        if (_lastAt != 0) _longestPause = Math.Max(_longestPause, now - _lastAt);
        _lastAt = now;
        if (item != _came) _report.Break($"Item {item} came where item {_came} was to come.");
        Volatile.Write(ref _came, item + 1);
    }
}
