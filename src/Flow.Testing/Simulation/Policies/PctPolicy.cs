namespace Flow.Testing;

/// <summary>The plain order, but for a few decisions.</summary>
internal sealed class PctPolicy : SchedulePolicy
{
    // How long the work takes is not known beforehand: as many decisions are drawn from each doubling of its length.
    private const int MostDoublings = 14;

    private readonly Random _random;
    private readonly HashSet<int> _deviating = [];

    public PctPolicy(int seed, int preemptions)
    {
        _random = new Random(seed);
        for (var i = 0; i < preemptions; i++)
        {
            var length = 1 << _random.Next(MostDoublings + 1);
            _deviating.Add(_random.Next(length));
        }
    }

    public override int Choose(int decision, int choices, bool isPreemption) =>
        _deviating.Contains(decision) ? _random.Next(1, choices) : 0;
}
