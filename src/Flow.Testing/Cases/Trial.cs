namespace Flow.Testing;

/// <summary>One try of a case: how its sides are held up, and who writes down what they do.</summary>
/// <param name="seed">Draws where sides are held up.</param>
/// <param name="isDisturbed">Whether they are.</param>
/// <param name="story">Where it is written down, if anywhere.</param>
internal sealed class Trial(int seed, bool isDisturbed, Story? story)
{
    /// <summary>Where it is written down what happens, if anywhere.</summary>
    public Story? Story => story;

    /// <summary>The pace of one side, whose number tells it from the others.</summary>
    public Pace Pace(int side) => new(isDisturbed ? new Random(unchecked((seed * 31) + side)) : null);
}
