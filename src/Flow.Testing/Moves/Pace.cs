namespace Flow.Testing;

/// <summary>Holds a side up before its moves, on threads: where it yields, spins or rests is drawn, so that every race has its turn.</summary>
/// <param name="random">Draws it; none for a side that is never held up.</param>
internal sealed class Pace(Random? random)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(1);

    public ValueTask BeforeMoveAsync()
    {
        if (random is null) return ValueTask.CompletedTask;
        switch (random.Next(2000))
        {
            case < 300:
                Thread.Yield();
                return ValueTask.CompletedTask;
            case < 600:
                Thread.SpinWait(random.Next(400));
                return ValueTask.CompletedTask;
            case < 700:
                return new ValueTask(Turns.PassAsync(1));
            case 700:
                return new ValueTask(Task.Delay(Rest, TimeProvider.System));
            default:
                return ValueTask.CompletedTask;
        }
    }
}
