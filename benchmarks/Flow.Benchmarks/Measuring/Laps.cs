namespace Flow.Benchmarks.Measuring;

/// <summary>What one contestant did, round by round, for each single time.</summary>
internal sealed class Laps
{
    private readonly List<(double Nanoseconds, double Processor, double Bytes)> _rounds = [];

    public int Count => _rounds.Count;

    /// <summary>Time on the clock, in nanoseconds; the median of the rounds.</summary>
    public double Nanoseconds => Median.Of(_rounds.Select(round => round.Nanoseconds));

    /// <summary>Time on the clock, in nanoseconds, in the quickest round and in the slowest.</summary>
    public (double Least, double Most) Range => (_rounds.Min(round => round.Nanoseconds), _rounds.Max(round => round.Nanoseconds));

    /// <summary>Time of all processors, in nanoseconds; the median of the rounds.</summary>
    public double ProcessorNanoseconds => Median.Of(_rounds.Select(round => round.Processor));

    /// <summary>Bytes allocated; the median of the rounds.</summary>
    public double Bytes => Median.Of(_rounds.Select(round => round.Bytes));

    public void Add(long count, Cost cost) => _rounds.Add(
        (cost.Elapsed.TotalNanoseconds / count, cost.Processor.TotalNanoseconds / count, (double)cost.Bytes / count));

    /// <summary>
    /// Time on the clock as a multiple of another contestant's in the same round, the median of the rounds: a slow moment slows both
    /// sides of its round's ratio, so ratios stay steadier than times.
    /// </summary>
    public double RatioTo(Laps other) =>
        Median.Of(_rounds.Zip(other._rounds, (round, others) => round.Nanoseconds / others.Nanoseconds));
}
