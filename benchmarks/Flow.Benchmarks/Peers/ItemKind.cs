namespace Flow.Benchmarks.Peers;

/// <summary>A type of item, by its name.</summary>
internal abstract class ItemKind(string name)
{
    public static ItemKind Long { get; } = new Kind<long>("long");

    public static ItemKind Block64 { get; } = new Kind<Block64>("block64");

    public string Name => name;

    /// <summary>Lets <paramref name="peer"/> haul items of the kind.</summary>
    /// <exception cref="IOException">What arrived is not what was sent.</exception>
    public abstract Task<double?> RunAsync(IPeer peer, int hops, int capacity, long items);

    private sealed class Kind<T>(string name) : ItemKind(name)
        where T : unmanaged
    {
        public override async Task<double?> RunAsync(IPeer peer, int hops, int capacity, long items)
        {
            var haul = new Haul<T>(hops, capacity, items);
            var batches = await peer.RunAsync(haul);
            return haul.Arrivals.AreAll(items)
                ? batches
                : throw new IOException($"{peer.Name} did not deliver each of {items} items once and in order.");
        }
    }
}
