using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Peers;

/// <summary>What one peer did in one round.</summary>
/// <param name="Items">How many items it hauled.</param>
/// <param name="Cost">What that took.</param>
/// <param name="Batches">Batches counted at a hop, on average over the hops; nothing where none are counted.</param>
internal sealed record Lap(long Items, Cost Cost, double? Batches)
{
    public double NanosecondsPerItem => Cost.Elapsed.TotalNanoseconds / Items;

    public double ProcessorNanosecondsPerItem => Cost.Processor.TotalNanoseconds / Items;

    public double BytesPerItem => (double)Cost.Bytes / Items;
}
