namespace Flow;

/// <summary>A body of two directions, and the pipeline below it, from the one to the other.</summary>
internal sealed class DuplexNode<TDownIn, TDownOut, TUpIn, TUpOut>(
    string name, IDuplexStage<TDownIn, TDownOut, TUpIn, TUpOut> stage, Branch<TDownOut, TUpIn> below, HopOptions<TDownIn>? hop)
    : Node<TDownIn, TUpOut>(name, hop)
{
    public override IEnumerable<(string Heading, Chain Chain)> Inside => [($"{Name}: [{below.HeadLabel}] -> ", below.Pipeline.Chain)];

    public override string Entry(string level) => level + Name;

    public override string Exit(string level) => level + Name;

    public override Node? WithInside(Change change, string level)
    {
        var path = level + Name;
        return below.TryChange(change, path, from: path, to: path) is { } other
            ? new DuplexNode<TDownIn, TDownOut, TUpIn, TUpOut>(Name, stage, other, Hop)
            : null;
    }

    protected override void Lay(Plan plan, string level, Link<TDownIn> input, Link<TUpOut> output)
    {
        var path = level + Name;
        var down = below.AddHopBefore(plan, path);
        var up = below.AddHopAfter(plan, path, path);
        plan.AddBody(path, [input, up], [down, output], (_, cancellationToken) => stage.RunAsync(
            input.ClosingReader!, down.ClosingWriter!, up.ClosingReader!, output.ClosingWriter!, cancellationToken));
        below.Pipeline.Lay(plan, below.Path(path), down, up);
    }

    protected override Node With(string name, HopOptions<TDownIn>? hop) =>
        new DuplexNode<TDownIn, TDownOut, TUpIn, TUpOut>(name, stage, below, hop);
}
