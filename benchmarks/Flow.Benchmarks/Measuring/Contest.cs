using System.Runtime;
using Flow.Cli.CommandLine;

namespace Flow.Benchmarks.Measuring;

/// <summary>Contestants in turn, round after round, in one process.</summary>
/// <param name="name">What it is about.</param>
/// <param name="heats">
/// Those that are compared with each other: they run one after the other, and each heat once in a round. So what is measured of a heat is spread over the whole
/// contest: a machine may be slow, or its processors far from each other, for seconds on end.
/// </param>
/// <param name="lapTime">How long a lap takes, more or less: each does its thing as many times as fill it.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class Contest(string name, IReadOnlyList<IReadOnlyList<IContestant>> heats, TimeSpan lapTime, TimeProvider timeProvider)
{
    // Laps find their length first, unwatched: what a method does while it is profiled decides how it is compiled for good.
    private const int GrowingRounds = 3;

    // A round in which next to nothing was compiled says that warming up is over; where there is always something left, it is what
    // hardly ever runs.
    private const int LeastWarmUps = 6;
    private const int MostWarmUps = 9;
    private const int NextToNothing = 20;

    // The runtime compiles a method for good once nothing new has begun to run for 100 ms. Where contestants follow each other
    // without a rest there is always something new, and the first rounds that count would be of code not optimised yet.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<IContestant, long> _counts = heats.SelectMany(heat => heat).ToDictionary(contestant => contestant, _ => 1L);

    // The same orders each time: who comes after whom is no reason for two runs to differ.
    private readonly Random _random = new(1);

    /// <summary>The laps of each contestant; fewer when it is cancelled.</summary>
    public async Task<IReadOnlyDictionary<IContestant, Laps>> RunAsync(int rounds, Progress progress, CancellationToken cancellationToken)
    {
        await WarmUpAsync(progress, cancellationToken);
        var laps = _counts.Keys.ToDictionary(contestant => contestant, _ => new Laps());
        for (var round = 1; round <= rounds && !cancellationToken.IsCancellationRequested; round++)
        {
            progress.Say($"{name}: round {round} of {rounds}");
            foreach (var contestant in Shuffled())
            {
                if (cancellationToken.IsCancellationRequested) break;
                laps[contestant].Add(_counts[contestant], await RunLapAsync(contestant));
            }
        }

        progress.Clear();
        return laps;
    }

    private async Task WarmUpAsync(Progress progress, CancellationToken cancellationToken)
    {
        var isCompiling = true;
        for (var round = 1; (isCompiling || round <= GrowingRounds + LeastWarmUps) && round <= GrowingRounds + MostWarmUps; round++)
        {
            progress.Say($"{name}: warming up, round {round}");
            var compiled = JitInfo.GetCompiledMethodCount();
            foreach (var contestant in Shuffled())
            {
                if (cancellationToken.IsCancellationRequested) return;
                await FillLapAsync(contestant);
            }

            if (round > GrowingRounds) await Task.Delay(Rest, timeProvider, CancellationToken.None);
            isCompiling = JitInfo.GetCompiledMethodCount() - compiled > NextToNothing;
        }
    }

    private async Task FillLapAsync(IContestant contestant)
    {
        // The first times say little about the next ones: at most so much more at a time.
        const int MostGrowth = 100;
        var count = _counts[contestant];
        var cost = await RunLapAsync(contestant);
        _counts[contestant] = Math.Clamp((long)(lapTime / cost.Elapsed * count), 1, count * MostGrowth);
    }

    private Task<Cost> RunLapAsync(IContestant contestant) =>
        Cost.OfAsync(() => contestant.RunAsync(_counts[contestant]), timeProvider);

    private IEnumerable<IContestant> Shuffled() => heats.SelectMany(heat =>
    {
        var order = heat.ToArray();
        _random.Shuffle(order);
        return order;
    });
}
