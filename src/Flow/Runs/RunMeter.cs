using System.Diagnostics.Metrics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Flow;

/// <summary>
/// The meter <c>Flow</c>: what the hops and stages of all live runs have counted, read when somebody asks. Nothing is counted for it, and it
/// keeps no run alive. Runs inside a stage are not in it: there may be one for each key there ever was.
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
        Meter.CreateObservableGauge("flow.hop.peak", () => OfHops(hop => hop.Peak, Math.Max), description: "The most a hop's reader ever found in it.");
        Meter.CreateObservableCounter("flow.hop.released", Released, "{item}", "Items a hop released instead of delivering them, by reason.");
        Meter.CreateObservableCounter("flow.hop.blocked", () => OfHops(hop => hop.Blocked.TotalSeconds), "s", "How long a hop's writer waited for room.");
        Meter.CreateObservableCounter("flow.hop.starved", () => OfHops(hop => hop.Starved.TotalSeconds), "s", "How long a hop's reader waited for items.");
        Meter.CreateObservableCounter("flow.stage.restarts", () => OfStages(stage => stage.Restarts), "{restart}", "How often a stage started again after a fault.");
        Meter.CreateObservableCounter("flow.stage.skipped", () => OfStages(stage => stage.Skipped), "{item}", "Items of a stage that became dead letters.");
    }

    public static void Add(PipelineRun run) => LiveRuns.Add(run, run.GetType());

    public static void Remove(PipelineRun run) => LiveRuns.Remove(run);

    // Of runs and hops that have the same names there is one figure: whoever collects figures takes one for each set of tags.
    private static IEnumerable<Measurement<T>> OfHops<T>(Func<HopReading, T> figure, Func<T, T, T>? combine = null)
        where T : struct, INumber<T> =>
        from run in LiveRuns
        from hop in run.Key.Snapshot().Hops
        group figure(hop.Reading) by (Run: Name(run.Key), Hop: hop.Reading.Name) into same
        select new Measurement<T>(same.Aggregate(combine ?? Sum), Run(same.Key.Run), new("hop", same.Key.Hop));

    private static IEnumerable<Measurement<long>> Released() =>
        from run in LiveRuns
        from hop in run.Key.Snapshot().Hops
        from released in new[]
        {
            (Reason: "dropped", Items: hop.Reading.Dropped), (Reason: "abandoned", Items: hop.Reading.Abandoned),
            (Reason: "cancelled", Items: hop.Reading.Cancelled), (Reason: "faulted", Items: hop.Reading.Faulted),
        }
        group released.Items by (Run: Name(run.Key), Hop: hop.Reading.Name, released.Reason) into same
        select new Measurement<long>(same.Sum(), Run(same.Key.Run), new("hop", same.Key.Hop), new("reason", same.Key.Reason));

    private static IEnumerable<Measurement<long>> OfStages(Func<StageSnapshot, long> figure) =>
        from run in LiveRuns
        from stage in run.Key.Snapshot().Stages
        group figure(stage) by (Run: Name(run.Key), stage.Path) into same
        select new Measurement<long>(same.Sum(), Run(same.Key.Run), new("stage", same.Key.Path));

    private static string Name(PipelineRun run) => run.Name ?? "run";

    private static KeyValuePair<string, object?> Run(string name) => new("run", name);

    private static T Sum<T>(T one, T other)
        where T : INumber<T> => one + other;
}
