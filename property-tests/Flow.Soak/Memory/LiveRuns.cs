using System.Diagnostics.Metrics;

namespace Flow.Soak.Memory;

/// <summary>Knows the runs there have been, and whether something keeps one that has ended.</summary>
internal sealed class LiveRuns
{
    private readonly Lock _lock = new();
    private readonly List<(string Name, WeakReference Run)> _runs = [];

    public void Add(PipelineRun run)
    {
        lock (_lock) _runs.Add((run.Name!, new WeakReference(run)));
    }

    /// <summary>After a full collection, when all runs have ended: those that are still there, or measured.</summary>
    public IReadOnlyList<string> Leaks()
    {
        lock (_lock)
        {
            _runs.RemoveAll(run => !run.Run.IsAlive);
            var kept = _runs.Select(run => $"The run of {run.Name} has ended, and something keeps it.");
            return [.. kept, .. Measured().Select(name => $"The run of {name} has ended, and is still measured.")];
        }
    }

    private static HashSet<string> Measured()
    {
        var names = new HashSet<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Flow" && instrument.Name == "flow.hop.items") listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "run", Value: string name }) names.Add(name);
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return names;
    }
}
