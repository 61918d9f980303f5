namespace Flow.DataPath;

/// <summary>A time when a wire carries nothing, as if its cable were out: what is sent meanwhile is lost.</summary>
/// <param name="From">When it begins, counted from when the wire did.</param>
/// <param name="Duration">How long it lasts.</param>
public readonly record struct Outage(TimeSpan From, TimeSpan Duration)
{
    internal bool Covers(TimeSpan at) => at >= From && at - From < Duration;
}
