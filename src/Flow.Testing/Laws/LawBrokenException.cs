namespace Flow.Testing;

/// <summary>A law does not hold.</summary>
public sealed class LawBrokenException : Exception
{
    /// <summary>Says which law, for what, and what was found.</summary>
    public LawBrokenException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>The law, where a search has found that it is broken.</summary>
    public Law? Law { get; init; }

    /// <summary>The smallest case found.</summary>
    public object? Case { get; init; }

    /// <summary>The interleaving it fails in, with as few preemptions as could be.</summary>
    public Scheduling? Scheduling { get; init; }

    /// <summary>What runs that case again in that interleaving: the value of <c>FLOW_REPLAY</c>. None where nothing can.</summary>
    public string? Replay { get; init; }

    /// <summary>In how many cases it had held before.</summary>
    public int CasesBefore { get; init; }
}
