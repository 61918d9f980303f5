namespace Flow.Benchmarks.Peers;

/// <summary>The ends of a pipeline, as cheap as its hops let them be: they write and read spans of as many items as a hop holds.</summary>
internal static class FlowEnds
{
    public static Pipeline<Nothing, T> Source<T>(Haul<T> haul)
        where T : unmanaged => Flow.Source.From<T>("source", async (output, cancellationToken) =>
        {
            var writer = (HopWriter<T>)output;
            var batch = new T[haul.Capacity];
            for (long written = 0; written < haul.Items; written += batch.Length)
            {
                var count = (int)Math.Min(batch.Length, haul.Items - written);
                for (var i = 0; i < count; i++) batch[i] = Item.Of<T>(written + i);
                await WriteAsync(writer, batch, count, cancellationToken);
            }
        });

    public static Pipeline<T, Nothing> Sink<T>(Haul<T> haul)
        where T : unmanaged => Pipeline.Of<T>().Then<Nothing>("sink", async (input, _, cancellationToken) =>
        {
            var reader = (HopReader<T>)input;
            var batch = new T[haul.Capacity];
            while (await reader.WaitToReadAsync(cancellationToken))
            {
                var count = reader.TryRead(batch.AsSpan());
                haul.Arrivals.Add(batch.AsSpan(0, count));
            }
        }, new HopOptions<T>(haul.Capacity));

    public static async ValueTask WriteAsync<T>(HopWriter<T> output, T[] batch, int count, CancellationToken cancellationToken)
    {
        var written = output.TryWrite(batch.AsSpan(0, count));
        while (written < count && await output.WaitToWriteAsync(cancellationToken))
            written += output.TryWrite(batch.AsSpan(written, count - written));
    }

    public static double BatchesPerHop(PipelineRun run) => run.Snapshot().Hops.Average(hop => hop.Reading.Batches);
}
