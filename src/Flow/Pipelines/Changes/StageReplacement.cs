namespace Flow;

/// <summary>A stage for a stage.</summary>
internal sealed class StageReplacement(string name, object stage, Type input, Type output) : StageChange(name)
{
    public IStage<TIn, TOut> As<TIn, TOut>() => stage as IStage<TIn, TOut> ?? throw new ArgumentException(
        $"The stage '{Name}' goes from {TypeName.Of(typeof(TIn))} to {TypeName.Of(typeof(TOut))}; what was to replace it "
        + $"goes from {TypeName.Of(input)} to {TypeName.Of(output)}.");

    protected override IReadOnlyList<Node> Of(Node node) => [node.With(this)];
}
