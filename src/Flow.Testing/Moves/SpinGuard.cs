namespace Flow.Testing;

/// <summary>Finds a side that is told again and again that it can move, without waiting and without moving.</summary>
internal sealed class SpinGuard
{
    private const int Most = 1000;

    private int _rounds;

    public async Task WatchAsync(Func<int> moved, Func<Task> move)
    {
        var before = moved();
        var made = move();
        if (!made.IsCompleted || moved() != before) _rounds = 0;
        else if (++_rounds == Most) throw new SimulationException(SimulationEnd.Livelock, "One side spins: it is told that it can move, and cannot.");
        await made;
    }
}
