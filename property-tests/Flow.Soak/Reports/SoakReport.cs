namespace Flow.Soak.Reports;

/// <summary>What a soak prints.</summary>
/// <param name="Seed">What drew its first run.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Runs">Random runs.</param>
/// <param name="Items">Items that went in, those of all parts.</param>
/// <param name="Swaps">Swaps made, those of all parts.</param>
/// <param name="Faults">Times a stage threw.</param>
/// <param name="Cancellations">Waits, swaps and runs cancelled, those of all parts.</param>
/// <param name="Drops">Items that hops let fall.</param>
/// <param name="DeadLetters">Items that became dead letters.</param>
/// <param name="Hangs">What did not end.</param>
/// <param name="Lost">Items that came to no end.</param>
/// <param name="Duplicated">Items that came to two.</param>
/// <param name="MemoryFirst">Bytes on the heap after the first runs.</param>
/// <param name="MemoryLast">Bytes on the heap after the last.</param>
/// <param name="RigItems">Items through the cancellation rig.</param>
/// <param name="RigCancellations">Its cancelled calls.</param>
/// <param name="CancelledWaits">Waits cancelled while parked.</param>
/// <param name="WaitsMemoryBefore">Bytes on the heap before them.</param>
/// <param name="WaitsMemoryAfter">Bytes on the heap after them.</param>
/// <param name="LoadSwaps">Swaps of one stage under load.</param>
/// <param name="LoadItems">Items that passed it meanwhile.</param>
/// <param name="SwapMedianUs">What such a swap took.</param>
/// <param name="SwapLargestUs">The longest that one took.</param>
/// <param name="LongestPauseUs">The longest time between two items out.</param>
/// <param name="MostAfterFence">The most items a stage wrote after its fence.</param>
/// <param name="Breaches">What was wrong.</param>
internal sealed record SoakReport(
    int Seed,
    double Seconds,
    long Runs,
    long Items,
    long Swaps,
    long Faults,
    long Cancellations,
    long Drops,
    long DeadLetters,
    long Hangs,
    long Lost,
    long Duplicated,
    long MemoryFirst,
    long MemoryLast,
    long RigItems,
    long RigCancellations,
    long CancelledWaits,
    long WaitsMemoryBefore,
    long WaitsMemoryAfter,
    long LoadSwaps,
    long LoadItems,
    double SwapMedianUs,
    double SwapLargestUs,
    double LongestPauseUs,
    long MostAfterFence,
    IReadOnlyList<Breach> Breaches)
{
    public static SoakReport Of(int seed, TimeSpan time, RunsReport runs, RigReport rig, WaitsReport waits, LoadReport load) => new(
        seed,
        time.TotalSeconds,
        runs.Runs,
        runs.Items + rig.Items + load.Items,
        runs.Swaps + load.Swaps,
        runs.Faults,
        runs.Cancellations + rig.Cancellations + waits.Waits,
        runs.Dropped,
        runs.DeadLetters,
        runs.Hangs + rig.Hangs + load.Hangs,
        runs.Lost,
        runs.Duplicated,
        runs.HeapFirst,
        runs.HeapLast,
        rig.Items,
        rig.Cancellations,
        waits.Waits,
        waits.HeapBefore,
        waits.HeapAfter,
        load.Swaps,
        load.Items,
        load.MedianUs,
        load.LargestUs,
        load.LongestPauseUs,
        load.MostAfterFence,
        [.. rig.Breaches, .. waits.Breaches, .. load.Breaches, .. runs.Breaches]);
}
