namespace Flow.Tests;

/// <summary>A limit on waits, so that a test that would hang fails; nothing is measured by it.</summary>
internal static class Within
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public static Task Limit(this Task task) => task.WaitAsync(Patience);

    public static Task<T> Limit<T>(this Task<T> task) => task.WaitAsync(Patience);

    public static Task Limit(this ValueTask task) => task.AsTask().Limit();

    /// <summary>A limit on each step of long work, which <paramref name="steps"/> counts.</summary>
    public static async Task LimitSteps(this Task task, Func<int> steps)
    {
        while (!task.IsCompleted)
        {
            var before = steps();
            try
            {
                await task.Limit();
            }
            catch (TimeoutException) when (steps() != before)
            {
            }
        }

        await task;
    }

    /// <summary>Lets the others run until something is so.</summary>
    public static async Task Until(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
