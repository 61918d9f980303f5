using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Stages;

/// <summary>Tokens in batches.</summary>
internal sealed class SpanStage(Work work) : IStage<Token, Token>
{
    private const int BatchSize = 64;

    public async ValueTask RunAsync(ChannelReader<Token> input, ChannelWriter<Token> output, CancellationToken cancellationToken)
    {
        using var body = work.Begin();
        var (reader, writer) = ((HopReader<Token>)input, (HopWriter<Token>)output);
        // What is in here is in hand.
        var batch = new Token?[BatchSize];
        try
        {
            while (await reader.WaitToReadAsync(cancellationToken))
            {
                var count = reader.TryRead(batch!);
                for (var i = 0; i < count; i++)
                {
                    var token = batch[i]!;
                    batch[i] = null;
                    batch[i] = work.Do(token);
                }

                for (var written = 0; written < count;)
                {
                    var more = writer.TryWrite(batch.AsSpan(written, count - written)!);
                    batch.AsSpan(written, more).Clear();
                    written += more;
                    if (written < count && !await writer.WaitToWriteAsync(cancellationToken)) return;
                }
            }
        }
        finally
        {
            foreach (var token in batch) token?.Dispose();
        }
    }
}
