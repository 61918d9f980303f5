using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Flow;

/// <summary>
/// The meter <c>Flow</c>: what the hops and stages of all live runs have counted, read when somebody asks. Nothing is counted for it, and it
/// keeps no run alive.
/// </summary>
internal static class RunMeter
{
    private static readonly ConditionalWeakTable<PipelineRun, object> LiveRuns = [];
    private static readonly Meter Meter = new("Flow");

    static RunMeter()
    {
        Meter.CreateObservableCounter("flow.hop.items", () => OfHops(hop => hop.Items), "{item}", "Items a hop accepted.");
        Meter.CreateObservableCounter("flow.hop.batches", () => OfHops(hop => hop.Batches), "{batch}", "How often a hop's reader found something new.");
        Meter.CreateObservableGauge("flow.hop.occupancy", () => OfHops(hop => hop.Occupancy), description: "What a hop holds, in what its bound counts.");
        Meter.CreateObservableGauge("flow.hop.peak", () => OfHops(hop => hop.Peak), description: "The most a hop's reader ever found in it.");
        Meter.CreateObservableCounter("flow.hop.released", Released, "{item}", "Items a hop released instead of delivering them, by reason.");
        Meter.CreateObservableCounter("flow.hop.blocked", () => OfHops(hop => hop.Blocked.TotalSeconds), "s", "How long a hop's writer waited for room.");
        Meter.CreateObservableCounter("flow.hop.starved", () => OfHops(hop => hop.Starved.TotalSeconds), "s", "How long a hop's reader waited for items.");
        Meter.CreateObservableCounter("flow.stage.restarts", () => OfStages(stage => stage.Restarts), "{restart}", "How often a stage started again after a fault.");
        Meter.CreateObservableCounter("flow.stage.skipped", () => OfStages(stage => stage.Skipped), "{item}", "Items of a stage that became dead letters.");
    }

    public static void Add(PipelineRun run) => LiveRuns.Add(run, run.GetType());

    public static void Remove(PipelineRun run) => LiveRuns.Remove(run);

    private static IEnumerable<Measurement<T>> OfHops<T>(Func<HopReading, T> figure)
        where T : struct =>
        from run in LiveRuns
        from hop in run.Key.Snapshot().Hops
        select new Measurement<T>(figure(hop.Reading), Run(run.Key), Hop(hop));

    private static IEnumerable<Measurement<long>> Released() =>
        from run in LiveRuns
        from hop in run.Key.Snapshot().Hops
        from released in new[]
        {
            ("dropped", hop.Reading.Dropped), ("abandoned", hop.Reading.Abandoned),
            ("cancelled", hop.Reading.Cancelled), ("faulted", hop.Reading.Faulted),
        }
        select new Measurement<long>(released.Item2, Run(run.Key), Hop(hop), new("reason", released.Item1));

    private static IEnumerable<Measurement<long>> OfStages(Func<StageSnapshot, long> figure) =>
        from run in LiveRuns
        from stage in run.Key.Snapshot().Stages
        select new Measurement<long>(figure(stage), Run(run.Key), new("stage", stage.Path));

    private static KeyValuePair<string, object?> Run(PipelineRun run) => new("run", run.Name ?? "run");

    private static KeyValuePair<string, object?> Hop(HopSnapshot hop) => new("hop", hop.Reading.Name);
}
