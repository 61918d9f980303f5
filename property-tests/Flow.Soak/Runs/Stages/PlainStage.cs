using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Stages;

/// <summary>One token at a time; it has had enough after some of them, where it is told so.</summary>
internal sealed class PlainStage(Work work, int most = int.MaxValue) : IStage<Token, Token>
{
    public async ValueTask RunAsync(ChannelReader<Token> input, ChannelWriter<Token> output, CancellationToken cancellationToken)
    {
        using var body = work.Begin();
        var left = most;
        while (left > 0 && await input.WaitToReadAsync(cancellationToken))
        {
            while (left > 0 && input.TryRead(out var token))
            {
                left--;
                if (!await output.TryPassAsync(work.Do(token), cancellationToken)) return;
            }
        }
    }
}
