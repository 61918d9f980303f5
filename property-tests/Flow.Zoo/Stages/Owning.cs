using System.Threading.Channels;
using Flow.Testing;

namespace Flow.Zoo.Stages;

/// <summary>A right stage that takes a few tokens in hand, passes them on, and disposes what is left in hand when it ends.</summary>
internal class Owning : IStage<Token, Token>
{
    private const int Most = 4;

    public async ValueTask RunAsync(ChannelReader<Token> input, ChannelWriter<Token> output, CancellationToken cancellationToken)
    {
        var hand = new Queue<Token>();
        try
        {
            while (await input.WaitToReadAsync(cancellationToken))
            {
                while (hand.Count < Most && input.TryRead(out var token)) hand.Enqueue(token);
                OnTaken(input);
                while (hand.TryPeek(out var first))
                {
                    await output.WriteAsync(first, cancellationToken);
                    OnPassed(hand.Dequeue());
                }
            }
        }
        finally
        {
            foreach (var token in hand) Release(token);
        }
    }

    /// <summary>Some tokens were taken in hand.</summary>
    protected virtual void OnTaken(ChannelReader<Token> input)
    {
    }

    /// <summary>A token was passed on: it is somebody else's.</summary>
    protected virtual void OnPassed(Token token)
    {
    }

    /// <summary>A token is left in hand.</summary>
    protected virtual void Release(Token token) => token.Dispose();
}
