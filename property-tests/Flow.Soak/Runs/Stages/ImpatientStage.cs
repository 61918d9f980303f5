using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Stages;

/// <summary>Gives up waits at random, and tries again: a read given up takes nothing, and of a write given up the token is still its own.</summary>
internal sealed class ImpatientStage(Work work, int seed) : IStage<Token, Token>
{
    public async ValueTask RunAsync(ChannelReader<Token> input, ChannelWriter<Token> output, CancellationToken cancellationToken)
    {
        using var body = work.Begin();
        var random = new Random(seed);
        while (await TryReadAsync(input, random, cancellationToken) is { } token)
        {
            if (!await TryWriteAsync(output, work.Do(token), random, cancellationToken)) return;
        }
    }

    private async ValueTask<Token?> TryReadAsync(ChannelReader<Token> input, Random random, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var patience = Patience.With(random, cancellationToken);
            try
            {
                return await input.ReadAsync(patience.Token);
            }
            catch (ChannelClosedException closed) when (closed.InnerException is null)
            {
                return null;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                work.Ledger.CountCancelledWait();
            }
        }
    }

    private async ValueTask<bool> TryWriteAsync(ChannelWriter<Token> output, Token token, Random random, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var patience = Patience.With(random, cancellationToken);
            try
            {
                await output.WriteAsync(token, patience.Token);
                return true;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                work.Ledger.CountCancelledWait();
            }
            catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
            {
                token.Dispose();
                return false;
            }
        }
    }
}
