namespace Flow;

/// <summary>What a source reads and a sink writes: there are no items of it.</summary>
public readonly record struct Nothing;
