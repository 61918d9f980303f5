namespace Flow.Testing;

/// <summary>One try of a case: how its sides are held up, and who writes down what they do.</summary>
/// <param name="seed">Draws where sides are held up.</param>
/// <param name="isDisturbed">Whether they are.</param>
/// <param name="story">Where it is written down, if anywhere.</param>
/// <param name="isWatched">Whether what a stage does at its ends is written down too. It then gets others than its hops' own.</param>
internal sealed class Trial(int seed, bool isDisturbed, Story? story, bool isWatched)
{
    /// <summary>Where it is written down what happens, if anywhere.</summary>
    public Story? Story => story;

    /// <summary>The pace of one side, whose number tells it from the others.</summary>
    public Pace Pace(int side) => new(isDisturbed ? new Random(unchecked((seed * 31) + side)) : null);

    /// <summary>The stage, which is watched if it is to be. A pipeline needs its hops' own ends.</summary>
    public IStage<TIn, TOut> Watched<TIn, TOut>(IStage<TIn, TOut> stage) =>
        isWatched && stage is not Pipeline<TIn, TOut> ? new WatchedStage<TIn, TOut>(stage, story!) : stage;
}
