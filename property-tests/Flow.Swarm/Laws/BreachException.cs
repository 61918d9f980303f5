namespace Flow.Swarm.Laws;

/// <summary>A run has broken a law.</summary>
internal sealed class BreachException(SwarmLaw law, string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    public SwarmLaw Law { get; } = law;

    public static void Require(bool holds, SwarmLaw law, string otherwise)
    {
        if (!holds) throw new BreachException(law, otherwise);
    }
}
