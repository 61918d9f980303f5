namespace Flow;

/// <summary>What a run is doing, at one moment.</summary>
/// <param name="Name">The run's name, if it was given one.</param>
/// <param name="Elapsed">How long it has been running, or ran.</param>
/// <param name="Stages">Its stages, in the order of the pipeline.</param>
/// <param name="Hops">Its hops, those at its ends included.</param>
public sealed record RunSnapshot(string? Name, TimeSpan Elapsed, IReadOnlyList<StageSnapshot> Stages, IReadOnlyList<HopSnapshot> Hops)
{
    /// <summary>
    /// The stage the others wait for: its input was full while its output was empty. None when nobody has waited for anybody.
    /// </summary>
    public Bottleneck? Bottleneck => Bottleneck.Of(Hops);

    /// <summary>A table of the stages and hops, and the bottleneck in a sentence.</summary>
    public override string ToString() => SnapshotTable.Print(this);

    /// <summary>The run as a Mermaid flowchart: the blueprint, with what each stage is doing and each hop has counted.</summary>
    public string ToMermaid() => Diagram.Mermaid(Drawing.Of(this));

    /// <summary>The run as a graph in the language of Graphviz, with what each stage is doing and each hop has counted.</summary>
    public string ToDot() => Diagram.Dot(Drawing.Of(this));
}
