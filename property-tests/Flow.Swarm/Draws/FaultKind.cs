namespace Flow.Swarm.Draws;

/// <summary>What may go wrong in a run.</summary>
internal enum FaultKind
{
    Loss,
    Bursts,
    Reordering,
    Duplication,
    Corruption,
    Partition,
    StalledApp,
    Reset,
    Restart,
}
