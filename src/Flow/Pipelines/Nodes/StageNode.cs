namespace Flow;

/// <summary>A stage under its name.</summary>
internal sealed class StageNode<TIn, TOut>(string name, IStage<TIn, TOut> stage, HopOptions<TIn>? hop) : Node<TIn, TOut>(name, hop)
{
    public override string Entry(string level) => level + Name;

    public override string Exit(string level) => level + Name;

    protected override void Lay(Plan plan, string level, Link<TIn> input, Link<TOut> output) =>
        plan.AddStage(level + Name, stage, input, output);

    protected override Node With(string name, HopOptions<TIn>? hop) => new StageNode<TIn, TOut>(name, stage, hop);
}
