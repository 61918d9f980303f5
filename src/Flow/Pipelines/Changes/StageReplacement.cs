namespace Flow;

/// <summary>A stage for a stage.</summary>
internal sealed class StageReplacement(string name, object stage, Type input, Type output) : StageChange(name)
{
    /// <summary>What takes the place; of a pipeline that is one stage, as each operator is, that stage.</summary>
    public IStage<TIn, TOut> As<TIn, TOut>() => Only<TIn, TOut>()?.Stage ?? stage as IStage<TIn, TOut> ?? throw new ArgumentException(
        $"The stage '{Name}' goes from {TypeName.Of(typeof(TIn))} to {TypeName.Of(typeof(TOut))}; what was to replace it "
        + $"goes from {TypeName.Of(input)} to {TypeName.Of(output)}.");

    /// <summary>The hop that the one stage was given; it stands where the place has none of its own.</summary>
    public HopOptions<TIn>? HopOf<TIn, TOut>() => Only<TIn, TOut>()?.Hop;

    private StageNode<TIn, TOut>? Only<TIn, TOut>() => (stage as Pipeline<TIn, TOut>)?.OnlyStage;

    protected override IReadOnlyList<Node> Of(Node node) => [node.With(this)];
}
