namespace Flow.Testing;

/// <summary>A law does not hold.</summary>
public sealed class LawBrokenException : Exception
{
    /// <summary>Says which law, for what, and what was found.</summary>
    public LawBrokenException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
