namespace Flow.Benchmarks.Peers;

/// <summary>A way to take items through hops, as a user of one of the libraries would write it.</summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>Makes what it takes, hauls every item into the arrivals, and ends when all of it has ended.</summary>
    /// <returns>How many batches were counted at a hop, on average over the hops; nothing where none are counted.</returns>
    Task<double?> RunAsync<T>(Haul<T> haul)
        where T : unmanaged;
}
