namespace Flow;

/// <summary>A stage under its name, and what becomes of its faults.</summary>
internal sealed class StageNode<TIn, TOut>(string name, IStage<TIn, TOut> stage, HopOptions<TIn>? hop, FaultPolicy policy)
    : Node<TIn, TOut>(name, hop)
{
    public IStage<TIn, TOut> Stage => stage;

    /// <summary>Whether somebody else than the run deals with its faults.</summary>
    public bool HasPolicy => policy != FaultPolicy.Stop;

    public override string Entry(string level) => level + Name;

    public override string Exit(string level) => level + Name;

    public override Node With(StageReplacement replacement)
    {
        var stage = replacement.As<TIn, TOut>();
        policy.CheckTakenOver(replacement.Name, stage);
        return stage is Pipeline<TIn, TOut>
            ? Of(Name, stage, Hop)
            : new StageNode<TIn, TOut>(Name, stage, Hop ?? replacement.HopOf<TIn, TOut>(), policy);
    }

    public override Node With(FaultPolicy policy, string path)
    {
        policy.Check(path, stage);
        return new StageNode<TIn, TOut>(Name, stage, Hop, policy);
    }

    protected override void Lay(Plan plan, string level, Link<TIn> input, Link<TOut> output) =>
        plan.AddStage(level + Name, stage, policy, input, output);

    protected override Node With(string name, HopOptions<TIn>? hop) => new StageNode<TIn, TOut>(name, stage, hop, policy);
}
