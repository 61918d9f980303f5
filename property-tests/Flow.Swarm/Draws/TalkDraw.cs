namespace Flow.Swarm.Draws;

/// <summary>One connection: who opens it, when, and what is said on it.</summary>
internal sealed record TalkDraw
{
    /// <summary>What the opener's stream begins with: which connection it is.</summary>
    public const int HeaderBytes = sizeof(int);

    public required int Index { get; init; }

    public required int Opener { get; init; }

    public required int Taker { get; init; }

    public required TimeSpan OpensAt { get; init; }

    public required TalkKind Kind { get; init; }

    /// <summary>From the opener to the taker.</summary>
    public required StreamDraw There { get; init; }

    public required StreamDraw Back { get; init; }

    /// <summary>After how many bytes who resets the connection does so.</summary>
    public required int ResetAfter { get; init; }

    public bool IsReset => Kind is TalkKind.ResetByOpener or TalkKind.ResetByTaker;

    public override string ToString() => FormattableString.Invariant(
        $"host {Opener} to host {Taker} at {OpensAt.TotalSeconds} s, {Kind}{(IsReset ? $" after {ResetAfter} bytes" : "")}; there: {There}; back: {Back}");
}
