namespace Flow;

/// <summary>A limit that several waits share: it starts with the first of them, and ends when it is stopped or has passed.</summary>
internal sealed class TimeLimit(TimeProvider timeProvider) : IDisposable
{
    private ITimer? _timer;
    private TaskCompletionSource? _passed;

    /// <summary>Waits for <paramref name="wait"/>, or until the limit has passed; true when the wait has ended.</summary>
    public async Task<bool> CutShortAsync(Task wait, TimeSpan limit)
    {
        if (_passed is null)
        {
            _passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _timer = timeProvider.CreateTimer(
                static passed => ((TaskCompletionSource)passed!).TrySetResult(), _passed, limit, Timeout.InfiniteTimeSpan);
        }

        await Task.WhenAny(wait, _passed.Task);
        if (!_passed.Task.IsCompleted) return true;
        // Whoever does not come back to the wait does not want to know how it ended.
        _ = wait.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return false;
    }

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
        _passed = null;
    }

    public void Dispose() => Stop();
}
