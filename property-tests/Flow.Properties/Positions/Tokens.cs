using System.Collections.Concurrent;

namespace Flow.Properties.Positions;

/// <summary>All the tokens of a case, and where one of them is to fail.</summary>
internal sealed class Tokens
{
    private readonly ConcurrentQueue<Token> _made = new();

    public IReadOnlyCollection<Token> Made => _made;

    public Token Make(int number)
    {
        var token = new Token(this, number);
        _made.Enqueue(token);
        return token;
    }
}
