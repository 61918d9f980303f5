namespace Flow.Cli.Demo.Apps;

/// <summary>A receiver stops reading once.</summary>
/// <param name="After">After how many bytes.</param>
/// <param name="Wait">Returns when it is to go on.</param>
internal sealed record Pause(long After, Action Wait);
