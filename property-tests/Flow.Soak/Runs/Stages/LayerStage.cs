using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Stages;

/// <summary>A layer of two directions, which go on by themselves.</summary>
internal sealed class LayerStage(Work work) : IDuplexStage<Token, Token, Token, Token>
{
    public async ValueTask RunAsync(
        ChannelReader<Token> fromAbove,
        ChannelWriter<Token> toBelow,
        ChannelReader<Token> fromBelow,
        ChannelWriter<Token> toAbove,
        CancellationToken cancellationToken)
    {
        using var body = work.Begin();
        await Task.WhenAll(MoveAsync(fromAbove, toBelow, cancellationToken), MoveAsync(fromBelow, toAbove, cancellationToken));
    }

    private async Task MoveAsync(ChannelReader<Token> from, ChannelWriter<Token> to, CancellationToken cancellationToken)
    {
        Exception? error = null;
        try
        {
            while (await from.WaitToReadAsync(cancellationToken))
            {
                while (from.TryRead(out var token))
                {
                    if (!await to.TryPassAsync(work.Do(token), cancellationToken)) return;
                }
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            error = fault;
            throw;
        }
        finally
        {
            to.TryComplete(error);
            (from as HopReader<Token>)?.Abandon(error);
        }
    }
}
