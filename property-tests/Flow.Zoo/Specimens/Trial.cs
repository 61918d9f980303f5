namespace Flow.Zoo.Specimens;

/// <summary>A subject held to one law, in one case after the other of a fixed list, so that it takes as many cases each time.</summary>
internal abstract class Trial
{
    /// <summary>How many cases a subject is held to a law in at most.</summary>
    public const int MostCases = 200;

    /// <summary>The law's name.</summary>
    public abstract string Law { get; }

    /// <summary>The first case that breaks the law; none where all of them keep it.</summary>
    public abstract Verdict? Hold();
}
