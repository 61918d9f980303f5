namespace Flow.Testing;

/// <summary>What the author of a stage or pipeline declares about it, which decides the laws it is held to.</summary>
[Flags]
public enum Capabilities
{
    /// <summary>Nothing: it is held to the laws of every stage.</summary>
    None = 0,

    /// <summary>What comes out is in the order of what went in.</summary>
    Ordered = 1 << 0,

    /// <summary>Each item in is one item out, so that what it holds can be counted.</summary>
    OneToOne = 1 << 1,

    /// <summary>It may let items fall: what comes out is a part of what the model says.</summary>
    Lossy = 1 << 2,

    /// <summary>It may have had enough before its input ends.</summary>
    EndsEarly = 1 << 3,

    /// <summary>What comes out depends on what came before.</summary>
    Stateful = 1 << 4,

    /// <summary>A like of it may take its place while it runs: it has no state, or hands it over.</summary>
    Swappable = 1 << 5,

    /// <summary>What comes out is in order for each key of <see cref="StageSubject{TIn, TOut}.Key"/>.</summary>
    Keyed = 1 << 6,

    /// <summary>Of a pipeline: all that came before an item at which one of its functions fails still arrives.</summary>
    FaultsInOrder = 1 << 7,

    /// <summary>Of a pipeline: all that its source gave arrives when the run is drained.</summary>
    Drains = 1 << 8,
}
