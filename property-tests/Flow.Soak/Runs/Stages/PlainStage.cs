using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Stages;

/// <summary>One token at a time.</summary>
internal sealed class PlainStage(Work work) : IStage<Token, Token>
{
    public async ValueTask RunAsync(ChannelReader<Token> input, ChannelWriter<Token> output, CancellationToken cancellationToken)
    {
        using var body = work.Begin();
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var token))
            {
                if (!await output.TryPassAsync(work.Do(token), cancellationToken)) return;
            }
        }
    }
}
