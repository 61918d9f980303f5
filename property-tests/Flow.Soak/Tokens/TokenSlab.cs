using System.Collections.Concurrent;

namespace Flow.Soak.Tokens;

/// <summary>The tokens of one run at a time, made once.</summary>
internal sealed class TokenSlab
{
    /// <summary>How many sources may make, all together.</summary>
    public const int Fed = 20_000;

    /// <summary>How many stages may make on top.</summary>
    public const int Bred = 4_000;

    private const int Size = Fed + Bred;

    private readonly Token[] _tokens = new Token[Size];
    private readonly ConcurrentQueue<string> _misuses = [];

    public TokenSlab()
    {
        for (var i = 0; i < Size; i++) _tokens[i] = new Token(this);
    }

    public Token this[int index] => _tokens[index];

    /// <summary>What was done to a token that is no run's: something has outlived its run.</summary>
    public IEnumerable<string> Misuses
    {
        get
        {
            while (_misuses.TryDequeue(out var misuse)) yield return misuse;
        }
    }

    public void Misuse(string what) => _misuses.Enqueue(what);
}
