namespace Flow.Testing;

/// <summary>Lets the others run, and starts them.</summary>
internal static class Turns
{
    /// <summary>Starts <paramref name="work"/> beside the caller, on the same scheduler.</summary>
    public static Task StartAsync(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();

    /// <inheritdoc cref="StartAsync(Func{Task})"/>
    public static Task<T> StartAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();

    public static async Task PassAsync(int turns)
    {
        for (var turn = 0; turn < turns; turn++) await Task.Yield();
    }

    /// <summary>A token that is cancelled after some turns, whatever its user does by then.</summary>
    public static CancellationToken CancelAfter(int turns)
    {
        var source = new CancellationTokenSource();
        _ = StartAsync(async () =>
        {
            await PassAsync(turns);
            source.Cancel();
        });
        return source.Token;
    }
}
