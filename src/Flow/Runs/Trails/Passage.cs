using System.Globalization;

namespace Flow;

/// <summary>An item's way through one hop.</summary>
/// <param name="Hop">The hop's name.</param>
/// <param name="Item">The item, as it was in this hop.</param>
/// <param name="Entered">When it went in.</param>
/// <param name="Inside">How long it was there; <see langword="null"/> while it still is.</param>
/// <param name="Released">Why the hop released it; <see langword="null"/> when it did not.</param>
public sealed record Passage(string Hop, object Item, DateTimeOffset Entered, TimeSpan? Inside, ReleaseReason? Released)
{
    /// <summary>One line: the hop, when the item went in, and what became of it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Hop}: {Item}, in at {Entered:HH:mm:ss.ffffff}, {Fate}");

    private string Fate => (Inside, Released) switch
    {
        (null, _) => "still there",
        ({ } inside, null) => string.Create(CultureInfo.InvariantCulture, $"out after {inside.TotalMilliseconds:0.###} ms"),
        ({ } inside, { } reason) => string.Create(
            CultureInfo.InvariantCulture, $"released after {inside.TotalMilliseconds:0.###} ms ({reason.ToString().ToLowerInvariant()})"),
    };
}
