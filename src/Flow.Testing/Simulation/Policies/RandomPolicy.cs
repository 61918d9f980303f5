namespace Flow.Testing;

/// <summary>Any of those that can run.</summary>
internal sealed class RandomPolicy : SchedulePolicy
{
    // A race may need many changes close together, or one strand that is left alone for long.
    private static readonly double[] Rates = [0.5, 0.2, 0.08, 0.03];

    private readonly Random _random;
    private readonly double _rate;

    public RandomPolicy(int seed)
    {
        _random = new Random(seed);
        _rate = Rates[_random.Next(Rates.Length)];
    }

    public override int Choose(int decision, int choices, bool isPreemption)
    {
        if (!isPreemption) return _random.Next(choices);
        return _random.NextDouble() < _rate ? _random.Next(1, choices) : 0;
    }
}
