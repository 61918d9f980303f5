using System.Net.Sockets;

namespace Flow.Cli.Demo.Apps;

/// <summary>The threads of the apps. The first of them that fails stops them all, since another may wait for it for ever.</summary>
/// <remarks>
/// The apps block in their socket calls, as apps do. Measured against asynchronous calls that costs no more with few
/// connections, and a third less with 64 of them, four threads to each.
/// </remarks>
internal sealed class AppThreads : IDisposable
{
    // An app's call stack is a few frames deep; the default would reserve 8 MB for each.
    private const int StackBytes = 256 << 10;

    private readonly CancellationTokenSource _stop = new();
    private string? _failure;

    /// <summary>Cancelled when all threads are to stop.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>What failed first, in one sentence.</summary>
    public string? Failure => _failure;

    public void Dispose() => _stop.Dispose();

    public void Stop() => _stop.Cancel();

    public void Fail(string sentence)
    {
        if (_stop.IsCancellationRequested) return; // What fails now fails because it was stopped.
        Interlocked.CompareExchange(ref _failure, sentence, null);
        _stop.Cancel();
    }

    /// <summary>Runs <paramref name="body"/> on a thread of its own.</summary>
    /// <param name="name">The thread's name, which says who does what.</param>
    /// <param name="body">What it does.</param>
    /// <returns>A task that never fails: whether the body came to its end.</returns>
    public Task<bool> RunAsync(string name, Action body)
    {
        var completion = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => completion.SetResult(TryRun(name, body)), StackBytes) { Name = name, IsBackground = true };
        thread.Start();
        return completion.Task;
    }

    private bool TryRun(string name, Action body)
    {
        try
        {
            body();
            return true;
        }
        catch (Exception error) when (error is SocketException or IOException or InvalidDataException or OperationCanceledException)
        {
            Fail($"{name} failed: {error.Message.TrimEnd('.')}.");
            return false;
        }
    }
}
