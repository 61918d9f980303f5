namespace Flow.Testing;

/// <summary>One move of whoever reads or writes a hop.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Size">How much, at least 1: items, or turns for the others before a token is cancelled or a stall ends.</param>
public readonly record struct Move(MoveKind Kind, int Size)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}({Size})";
}
