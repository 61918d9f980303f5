namespace Flow.Testing;

/// <summary>
/// An item that somebody must deliver or dispose, once: a stage or pipeline of tokens is held to the laws of ownership too. Tokens of the
/// same number are equal.
/// </summary>
public sealed class Token(int number) : IDisposable, IEquatable<Token>
{
    private readonly Lock _copying = new();
    private readonly List<Token> _copies = [];
    private int _ends;

    /// <summary>Which one it is.</summary>
    public int Number => number;

    /// <summary>How often it was delivered or disposed.</summary>
    public int Ends => Volatile.Read(ref _ends);

    /// <summary>It, and all copies of it.</summary>
    internal IEnumerable<Token> All
    {
        get
        {
            lock (_copying) return [this, .. _copies.SelectMany(static copy => copy.All)];
        }
    }

    /// <summary>One like it, for somebody else, which must end on its own.</summary>
    public Token Copy()
    {
        var copy = new Token(number);
        lock (_copying) _copies.Add(copy);
        return copy;
    }

    /// <summary>Ends it.</summary>
    public void Dispose() => Interlocked.Increment(ref _ends);

    /// <inheritdoc/>
    public bool Equals(Token? other) => other?.Number == number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Token);

    /// <inheritdoc/>
    public override int GetHashCode() => number;

    /// <inheritdoc/>
    public override string ToString() => $"token {number}";
}
