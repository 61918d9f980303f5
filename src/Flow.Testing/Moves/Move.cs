using System.Text.Json.Serialization;

namespace Flow.Testing;

/// <summary>One move of whoever reads or writes a hop.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Size">How much, at least 1: items, or turns for the others before a token is cancelled or a stall ends.</param>
[JsonConverter(typeof(MoveText))]
public readonly record struct Move(MoveKind Kind, int Size)
{
    /// <summary>Whether its token is cancelled soon.</summary>
    internal bool IsCancelled => Kind is MoveKind.WaitCancelled or MoveKind.AsyncCancelled;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}({Size})";
}
