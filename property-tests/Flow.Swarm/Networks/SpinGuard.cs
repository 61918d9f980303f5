using Flow.DataPath;
using Flow.Testing;

namespace Flow.Swarm.Networks;

/// <summary>Finds a stack that goes round and round: it would hang a simulation, where nothing else can run meanwhile.</summary>
internal sealed class SpinGuard(IStackStep inner, SimulationScheduler scheduler) : IStackStep
{
    private const int MostTurns = 100_000;

    private int _step;
    private int _turns;

    public bool Advance(TimeSpan now)
    {
        if (_step != scheduler.Steps) (_step, _turns) = (scheduler.Steps, 0);
        if (++_turns > MostTurns) throw new LawBrokenException($"The stack has taken {MostTurns} turns in a row.");
        return inner.Advance(now);
    }
}
