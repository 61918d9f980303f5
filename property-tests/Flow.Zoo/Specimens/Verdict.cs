using Flow.Testing;

namespace Flow.Zoo.Specimens;

/// <summary>A law that was broken.</summary>
/// <param name="Law">Its name.</param>
/// <param name="Cases">How many cases it took to see.</param>
/// <param name="Failure">What the law says of the last of them.</param>
internal sealed record Verdict(string Law, int Cases, LawBrokenException Failure);
