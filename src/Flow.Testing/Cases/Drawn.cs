namespace Flow.Testing;

/// <summary>A case and its interleaving: all that decides what happens when it is simulated.</summary>
internal sealed record Drawn<TCase>(TCase Case, Scheduling Scheduling);
