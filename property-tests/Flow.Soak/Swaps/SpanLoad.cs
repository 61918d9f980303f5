using System.Threading.Channels;

namespace Flow.Soak.Swaps;

/// <summary>A stage of a user's that takes batches.</summary>
internal sealed class SpanLoad : LoadStage, IStage<long, long>
{
    public override int Batch => 64;

    public override IStage<long, long> Stage => this;

    public async ValueTask RunAsync(ChannelReader<long> input, ChannelWriter<long> output, CancellationToken cancellationToken)
    {
        var (reader, writer) = ((HopReader<long>)input, (HopWriter<long>)output);
        var batch = new long[Batch];
        while (await reader.WaitToReadAsync(cancellationToken))
        {
            var count = reader.TryRead(batch);
            for (var written = 0; written < count;)
            {
                var more = writer.TryWrite(batch.AsSpan(written, count - written));
                Count(more);
                written += more;
                if (written < count && !await writer.WaitToWriteAsync(cancellationToken)) return;
            }
        }
    }
}
