namespace Flow.Swarm.Draws;

/// <summary>How long the faults of a run go on, and how long one that passes may last: a connection is not to give up meanwhile.</summary>
/// <param name="Calm">When the last fault is over.</param>
internal readonly record struct Spell(TimeSpan Calm)
{
    private static readonly TimeSpan MostLasting = TimeSpan.FromSeconds(8);

    /// <summary>What one fault lasts at most.</summary>
    public TimeSpan Lasting => Calm < MostLasting ? Calm : MostLasting;
}
