namespace Flow.Benchmarks.Peers;

/// <summary>The ends of a pipeline, a batch at a time.</summary>
internal static class FlowEnds
{
    public static Pipeline<Nothing, T> Source<T>(Haul<T> haul)
        where T : unmanaged => Flow.Source.UnfoldSpan("source", 0L, (ref long written, Span<T> free) =>
        {
            var (first, count) = (written, (int)Math.Min(free.Length, haul.Items - written));
            for (var i = 0; i < count; i++) free[i] = Item.Of<T>(first + i);
            written += count;
            return count;
        });

    public static Pipeline<T, Nothing> Sink<T>(Haul<T> haul)
        where T : unmanaged => Flow.Sink.ForEachSpan<T>("sink", haul.Arrivals.Add, new HopOptions<T>(haul.Capacity));

    public static double BatchesPerHop(PipelineRun run) => run.Snapshot().Hops.Average(hop => hop.Reading.Batches);
}
