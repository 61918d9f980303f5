using Flow.Benchmarks.Measuring;

namespace Flow.Benchmarks.Peers;

/// <summary>Peers on one course, in turn, round after round.</summary>
internal sealed class Contest(Course course, IReadOnlyList<IPeer> peers, TimeProvider timeProvider)
{
    // Methods are compiled again, and better, while they run; the first rounds are for that, and for finding out how many items
    // make a lap.
    private const int WarmUps = 6;

    // Long enough that starting and ending weigh little, short enough for many rounds.
    private static readonly TimeSpan LapTime = TimeSpan.FromMilliseconds(100);

    /// <summary>The laps of each peer, round by round; fewer when it is cancelled.</summary>
    public async Task<IReadOnlyDictionary<IPeer, List<Lap>>> RunAsync(int rounds, Progress progress, CancellationToken cancellationToken)
    {
        var laps = peers.ToDictionary(peer => peer, _ => new List<Lap>());
        var items = peers.ToDictionary(peer => peer, _ => 100L);
        var order = peers.ToArray();
        // The same orders each time: who comes after whom is no reason for two runs to differ.
        var random = new Random(course.Hops);
        for (var round = -WarmUps; round < rounds && !cancellationToken.IsCancellationRequested; round++)
        {
            progress.Say($"{course}: {(round < 0 ? "warming up" : $"round {round + 1} of {rounds}")}");
            random.Shuffle(order);
            foreach (var peer in order)
            {
                var lap = await RunLapAsync(peer, items[peer]);
                if (round >= 0) laps[peer].Add(lap);
                else items[peer] = ItemsAfter(lap);
            }
        }

        progress.Clear();
        return laps;
    }

    private async Task<Lap> RunLapAsync(IPeer peer, long items)
    {
        double? batches = null;
        var cost = await Cost.OfAsync(
            async () => batches = await course.Item.RunAsync(peer, course.Hops, course.Capacity, items), timeProvider);
        return new Lap(items, cost, batches);
    }

    // A first lap says little about the next one: at most so much more at a time.
    private static long ItemsAfter(Lap lap) =>
        Math.Clamp((long)(LapTime.TotalNanoseconds / lap.NanosecondsPerItem), 100, lap.Items * 50);
}
