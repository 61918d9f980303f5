using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Stages;

/// <summary>Waits at a doorbell for both its ends.</summary>
internal sealed class BellStage(Work work) : IStage<Token, Token>
{
    public async ValueTask RunAsync(ChannelReader<Token> input, ChannelWriter<Token> output, CancellationToken cancellationToken)
    {
        using var body = work.Begin();
        var (reader, writer) = ((HopReader<Token>)input, (HopWriter<Token>)output);
        var bell = new Doorbell();
        Token? held = null;
        try
        {
            while (true)
            {
                bool waits;
                if (held is not null)
                {
                    if (writer.TryWrite(held))
                    {
                        held = null;
                        continue;
                    }

                    if (writer.IsAbandoned) return;
                    waits = writer.TryArm(bell, 1, Math.Max(1, held.Weight) - 1);
                }
                else if (reader.TryRead(out var token))
                {
                    held = work.Do(token);
                    continue;
                }
                else
                {
                    waits = reader.TryArm(bell, 0);
                    // There is more, or the end, which this shows at once.
                    if (!waits && !await reader.WaitToReadAsync(cancellationToken)) return;
                }

                if (!waits) continue;
                await bell.WaitAsync(cancellationToken);
                while (bell.TryTake(out _))
                {
                    // Whichever it was is looked at next.
                }
            }
        }
        finally
        {
            held?.Dispose();
        }
    }
}
