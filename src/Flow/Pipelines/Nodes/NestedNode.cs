namespace Flow;

/// <summary>A pipeline as a stage of another.</summary>
internal sealed class NestedNode<TIn, TOut>(string name, Pipeline<TIn, TOut> pipeline, HopOptions<TIn>? hop)
    : Node<TIn, TOut>(name, hop)
{
    public override IEnumerable<(string Heading, Chain Chain)> Inside => [($"{Name}: ", pipeline.Chain)];

    public override string Entry(string level) => pipeline.Chain.Entry(level + Name);

    public override string Exit(string level) => pipeline.Chain.Exit(level + Name);

    public override (HopOptions<TIn>? Options, string Level) HeadHop(string level) =>
        Hop is null ? pipeline.Chain.HeadHop<TIn>(level + Name + "/") : (Hop, level);

    public override Node With(FaultPolicy policy, string path) => throw new ArgumentException(pipeline.Chain.Nodes.IsEmpty
        ? $"'{path}' is a pipeline without stages, so it has no faults; put a stage in its place."
        : $"'{path}' has stages of its own; a fault policy is set for one of them, by its path.");

    public override Node With(HopChange change) => Hop is null && pipeline.Chain.WithHeadHop(change) is { } chain
        ? new NestedNode<TIn, TOut>(Name, new Pipeline<TIn, TOut>(chain), Hop)
        : base.With(change);

    public override Node? WithInside(Change change, string level) =>
        pipeline.Chain.TryChange(change, level + Name + "/") is { } chain
            ? new NestedNode<TIn, TOut>(Name, new Pipeline<TIn, TOut>(chain), Hop)
            : null;

    protected override void Lay(Plan plan, string level, Link<TIn> input, Link<TOut> output) =>
        pipeline.Lay(plan, level + Name, input, output);

    protected override Node With(string name, HopOptions<TIn>? hop) => new NestedNode<TIn, TOut>(name, pipeline, hop);
}
