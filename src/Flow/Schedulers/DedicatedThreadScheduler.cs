namespace Flow;

/// <summary>Runs tasks one at a time, in the order they were queued, on a background thread of its own.</summary>
/// <remarks>
/// It suits stages that block, or that must stay on one thread, as a library without thread safety asks of its callers. Items change cores on the way in and out,
/// which costs more than the pool does.
/// </remarks>
public sealed class DedicatedThreadScheduler : TaskScheduler, IDisposable, IAsyncDisposable
{
    private readonly Queue<Task> _tasks = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWaiting;
    private bool _isDisposed;

    /// <summary>Makes a scheduler, and starts its thread.</summary>
    /// <param name="threadName">What the thread is called, in a debugger for example.</param>
    public DedicatedThreadScheduler(string threadName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(threadName);
        _thread = new Thread(RunAll) { Name = threadName, IsBackground = true };
        _thread.UnsafeStart();
    }

    /// <summary>One: no two tasks run at once.</summary>
    public override int MaximumConcurrencyLevel => 1;

    private bool IsRunningHere => Thread.CurrentThread == _thread;

    /// <summary>
    /// Lets the thread end when it has run what is queued, and what that queues in turn, and waits until it has; not when called on
    /// that thread. A task queued later by anybody else is refused with an <see cref="InvalidOperationException"/>, which arrives in a
    /// <see cref="TaskSchedulerException"/>: so first await the end of the runs that use the scheduler: a
    /// stage that waits when its scheduler is disposed cannot go on, and its run never ends.
    /// </summary>
    public void Dispose()
    {
        End();
        if (!IsRunningHere) _thread.Join();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        End();
        return IsRunningHere ? ValueTask.CompletedTask : new ValueTask(_ended.Task);
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            if (_isDisposed && !IsRunningHere)
                throw new InvalidOperationException(
                    $"The scheduler of the thread '{_thread.Name}' has been disposed, and runs nothing more; dispose it after the runs that use it.");
            _tasks.Enqueue(task);
            if (_isWaiting) Monitor.Pulse(_tasks);
        }
    }

    /// <summary>
    /// A task that is waited for on the thread runs there and now: it would never get its turn. Anywhere else it waits for it. The
    /// queue may still have it; a task runs once all the same.
    /// </summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => IsRunningHere && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks) return [.. _tasks];
    }

    private void RunAll()
    {
        while (Take() is { } task) TryExecuteTask(task);
        _ended.SetResult();
    }

    private Task? Take()
    {
        lock (_tasks)
        {
            while (_tasks.Count == 0)
            {
                if (_isDisposed) return null;
                _isWaiting = true;
                Monitor.Wait(_tasks);
                _isWaiting = false;
            }

            return _tasks.Dequeue();
        }
    }

    private void End()
    {
        lock (_tasks)
        {
            _isDisposed = true;
            Monitor.Pulse(_tasks);
        }
    }
}
