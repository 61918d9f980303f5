namespace Flow.Benchmarks.Shared;

/// <summary>How many use each end of a channel.</summary>
internal sealed record Crowd(int Writers, int Readers)
{
    public static IReadOnlyList<Crowd> All { get; } = [new(2, 1), new(4, 1), new(1, 2), new(2, 2), new(4, 4)];
}
