namespace Flow.Testing;

/// <summary>An item that knows how often somebody was done with it: for stages that pass on, or dispose, what they take.</summary>
/// <param name="number">What tells it from others: tokens of one number are equal.</param>
public sealed class Token(int number) : IDisposable, IEquatable<Token>
{
    private int _disposals;

    /// <summary>What tells it from others.</summary>
    public int Number => number;

    /// <summary>How often it was disposed.</summary>
    public int Disposals => Volatile.Read(ref _disposals);

    /// <summary>Counts that somebody was done with it.</summary>
    public void Dispose() => Interlocked.Increment(ref _disposals);

    /// <inheritdoc/>
    public bool Equals(Token? other) => other?.Number == number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Token);

    /// <inheritdoc/>
    public override int GetHashCode() => number;

    /// <inheritdoc/>
    public override string ToString() => $"token {number}";
}
