namespace Flow.DataPath;

/// <summary>A hop of a host's data path and what it has counted; a connection's own hops are summed over connections.</summary>
/// <param name="Path"><c>receive</c> or <c>send</c>.</param>
/// <param name="From">The stage, or end, that writes it.</param>
/// <param name="To">The stage, or end, that reads it.</param>
/// <param name="Reading">What it has counted; summed, but capacity and peak are the largest of one connection.</param>
public sealed record PathHop(string Path, string From, string To, HopReading Reading);
