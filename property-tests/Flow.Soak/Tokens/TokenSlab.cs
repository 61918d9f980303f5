using System.Collections.Concurrent;

namespace Flow.Soak.Tokens;

/// <summary>The tokens of one run at a time, made once.</summary>
internal sealed class TokenSlab
{
    /// <summary>How many sources may make, all together.</summary>
    public const int Fed = 20_000;

    // What they become where every branch gets each of them.
    private const int Size = 4 * Fed;

    private readonly Token[] _tokens = new Token[Size];
    private readonly ConcurrentQueue<string> _misuses = [];

    public TokenSlab()
    {
        for (var i = 0; i < Size; i++) _tokens[i] = new Token(this);
    }

    /// <summary>What was done to a token that is no run's: something has outlived its run.</summary>
    public IEnumerable<string> Misuses
    {
        get
        {
            while (_misuses.TryDequeue(out var misuse)) yield return misuse;
        }
    }

    public Token At(int index) => _tokens[index];

    public void Misuse(string what) => _misuses.Enqueue(what);
}
