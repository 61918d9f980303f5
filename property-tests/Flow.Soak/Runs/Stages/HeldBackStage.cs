using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Stages;

/// <summary>Keeps the last token until the next one comes, and hands it over.</summary>
internal sealed class HeldBackStage(Work work) : IStatefulStage<Token, Token, HeldBackStage.State>
{
    public async ValueTask<State> RunAsync(
        ChannelReader<Token> input, ChannelWriter<Token> output, State? state, CancellationToken cancellationToken)
    {
        using var body = work.Begin();
        var held = state?.Held;
        try
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (input.TryRead(out var token))
                {
                    (held, var last) = (work.Do(token), held);
                    if (last is not null && !await output.TryPassAsync(last, cancellationToken)) return new State(held);
                }
            }
        }
        catch
        {
            held?.Dispose();
            throw;
        }

        return new State(held);
    }

    public async ValueTask EndAsync(State state, ChannelWriter<Token> output, CancellationToken cancellationToken)
    {
        if (state.Held is { } held) await output.TryPassAsync(held, cancellationToken);
    }

    internal sealed record State(Token? Held);
}
