namespace Flow.Testing;

/// <summary>A kind of hop that is held to the laws.</summary>
/// <param name="Name">What it is called in a failure.</param>
/// <param name="Create">Makes one that keeps to the options.</param>
public sealed record HopSubject(string Name, Func<HopOptions<int>, Hop<int>> Create)
{
    /// <summary>Whether it is bounded by weight where its options say so; otherwise it is asked for bounds in items only.</summary>
    public bool BoundsWeight { get; init; } = true;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
