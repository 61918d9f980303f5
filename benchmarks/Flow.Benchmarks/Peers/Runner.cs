using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Peers;

/// <summary>A peer on a course.</summary>
internal sealed class Runner(IPeer peer, Course course) : IContestant
{
    public string Name => peer.Name;

    /// <summary>What it runs over.</summary>
    public Course Course => course;

    /// <summary>Batches counted at a hop in the last lap, on average over the hops; nothing where none are counted.</summary>
    public double? Batches { get; private set; }

    /// <summary>How many items there were in the last lap.</summary>
    public long Items { get; private set; }

    public async Task RunAsync(long count)
    {
        Items = count;
        Batches = await course.Item.RunAsync(peer, course.Hops, course.Capacity, count);
    }
}
