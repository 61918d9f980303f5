namespace Flow;

/// <summary>Makes layers of two directions, to be put atop each other.</summary>
public static class Duplex
{
    /// <summary>A layer that is one body of two directions.</summary>
    /// <param name="name">The stage's name; the stages below it have the paths <c>name/stage</c>.</param>
    /// <param name="stage">The body.</param>
    /// <param name="hop">The hop before the stage, from above.</param>
    /// <param name="hopBelow">The hop before the stage, from below.</param>
    public static Duplex<TDownIn, TDownOut, TUpIn, TUpOut> Of<TDownIn, TDownOut, TUpIn, TUpOut>(
        string name,
        IDuplexStage<TDownIn, TDownOut, TUpIn, TUpOut> stage,
        HopOptions<TDownIn>? hop = null,
        HopOptions<TUpIn>? hopBelow = null)
    {
        ArgumentNullException.ThrowIfNull(stage);
        hopBelow?.CheckOfBlueprint($"The hop below '{name}'", nameof(hopBelow));
        return new Duplex<TDownIn, TDownOut, TUpIn, TUpOut>(bottom => Pipeline.Of<TDownIn>().Then(
            new DuplexNode<TDownIn, TDownOut, TUpIn, TUpOut>(
                name, stage, new Branch<TDownOut, TUpIn>(Name: "", NotEmpty(bottom), hopBelow), hop)));
    }

    /// <summary>A layer whose two directions know nothing of each other: their stages stand side by side with what is below.</summary>
    public static Duplex<TDownIn, TDownOut, TUpIn, TUpOut> Of<TDownIn, TDownOut, TUpIn, TUpOut>(
        Pipeline<TDownIn, TDownOut> down, Pipeline<TUpIn, TUpOut> up)
    {
        ArgumentNullException.ThrowIfNull(down);
        ArgumentNullException.ThrowIfNull(up);
        return new Duplex<TDownIn, TDownOut, TUpIn, TUpOut>(bottom => down.Then(bottom).Then(up));
    }

    // A pipeline without stages would have no path of its own.
    private static Pipeline<TIn, TOut> NotEmpty<TIn, TOut>(Pipeline<TIn, TOut> bottom) => bottom.Chain.Nodes.IsEmpty
        ? Pipeline.Of<TIn>().Then("pass", (IStage<TIn, TOut>)(object)new PassStage<TIn>())
        : bottom;
}
