namespace Flow;

/// <summary>Lets one caller at a time do something that takes a while, in the order they came.</summary>
internal sealed class Turns
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Waits for the caller's turn; whoever has had it calls <see cref="Give"/>.</summary>
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        // Not a semaphore, whose waits go by way of the thread pool: a body that waits stays on its scheduler.
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        using var cancelling = cancellationToken.UnsafeRegister(static (turn, token) => ((TaskCompletionSource)turn!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    public void Give()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var next))
            {
                // Who was cancelled meanwhile does not want it any more.
                if (next.TrySetResult()) return;
            }

            _isTaken = false;
        }
    }
}
