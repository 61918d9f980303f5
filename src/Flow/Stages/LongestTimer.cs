namespace Flow;

/// <summary>How long a timer can run.</summary>
internal static class LongestTimer
{
    /// <summary>49 days and some hours.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>A limit that a timer can keep; none where it is longer, since nobody waits for that.</summary>
    public static TimeSpan? Limit(TimeSpan? limit) => limit <= Span ? limit : null;
}
