namespace Flow.Soak.Runs;

/// <summary>Waits for what must end, for as long as something moves.</summary>
internal static class Watch
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private const int MostLooksWithoutMove = 20;

    /// <summary>False when the task has not ended, and for a while nothing has moved.</summary>
    public static async Task<bool> EndsAsync(Task task, Func<long> moves)
    {
        var (last, still) = (-1L, 0);
        while (!task.IsCompleted)
        {
            await task.WaitAsync(Look, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = moves();
            still = now == last ? still + 1 : 0;
            last = now;
            if (still == MostLooksWithoutMove) return task.IsCompleted;
        }

        return true;
    }
}
