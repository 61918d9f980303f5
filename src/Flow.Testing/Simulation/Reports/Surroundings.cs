using System.Text;

namespace Flow.Testing;

/// <summary>The hops and runs of a simulation, for a report of who waits for what.</summary>
internal sealed class Surroundings
{
    private readonly Dictionary<ISimulatedHop, int> _hops = [];
    private readonly Dictionary<PipelineRun, int> _runs = [];
    private int _added;

    /// <summary>Whether what is not done may wait for something that is not known here.</summary>
    public bool IsUnexplained => !_hops.Keys.Any(hop => hop.IsReaderWaiting || hop.IsWriterWaiting) || Others().Any();

    public void Add(ISimulatedHop hop) => _hops.TryAdd(hop, _added++);

    public void Remove(ISimulatedHop hop) => _hops.Remove(hop);

    public void Add(PipelineRun run) => _runs.TryAdd(run, _added++);

    public void Remove(PipelineRun run) => _runs.Remove(run);

    /// <summary>Who waits on which hop, in which direction, and which stages wait for something else: a line for each.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        foreach (var (hop, _) in _hops.OrderBy(pair => pair.Value))
        {
            if (hop.IsReaderWaiting) text.Append($"\n  {Named(hop.ReadBy)} waits to read the hop '{hop.Name}', {State(hop)}");
            if (hop.IsWriterWaiting) text.Append($"\n  {Named(hop.WrittenBy)} waits to write the hop '{hop.Name}', {State(hop)}");
        }

        foreach (var stage in Others()) text.Append($"\n  '{stage}' has not ended, and waits for something that is no hop");
        return text.ToString();
    }

    private IEnumerable<string> Others()
    {
        var waiting = _hops.Keys
            .SelectMany(hop => new[] { hop.IsReaderWaiting ? hop.ReadBy : null, hop.IsWriterWaiting ? hop.WrittenBy : null }).ToHashSet();
        return _runs.OrderBy(pair => pair.Value).SelectMany(pair => pair.Key.Snapshot().Stages)
            .Where(stage => stage.State is not (StageState.Ended or StageState.Faulted) && !waiting.Contains(stage.Path))
            .Select(stage => stage.Path);
    }

    private static string Named(string? stage) => stage is null ? "somebody" : $"'{stage}'";

    private static string State(ISimulatedHop hop)
    {
        try
        {
            return State(hop.Read());
        }
        catch (StrandUnwoundException)
        {
            return "which somebody holds the lock of";
        }
    }

    private static string State(HopReading hop)
    {
        var unit = hop.Unit == HopUnit.Items ? "" : " by weight";
        if (hop.Occupancy == 0) return $"empty{(hop.Held > 0 ? $" but for {hop.Held} items that weigh nothing" : "")}";
        return hop.Occupancy >= hop.Capacity
            ? $"full with {hop.Occupancy} of {hop.Capacity}{unit}"
            : $"which holds {hop.Occupancy} of {hop.Capacity}{unit}";
    }
}
