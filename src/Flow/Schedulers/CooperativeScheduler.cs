using System.Collections.Concurrent;

namespace Flow;

/// <summary>
/// Runs tasks one at a time, in the order they were queued, on a thread of the pool that it holds for as long as there is something
/// to run. Bodies that share it hand items to each other without a wake-up, and without a change of core.
/// </summary>
/// <remarks>
/// It suits stages that share state, which needs no lock here. A task that blocks holds up all the others. It needs no disposal: without
/// tasks it is nothing but memory.
/// </remarks>
public sealed class CooperativeScheduler : TaskScheduler, IThreadPoolWorkItem
{
    // Long enough to cost nothing, short enough that others who wait for a thread of the pool get this one.
    private const int TasksInARow = 1024;

    [ThreadStatic]
    private static CooperativeScheduler? _runningHere;

    private readonly ConcurrentQueue<Task> _tasks = new();
    private int _hasThread;

    /// <summary>One: no two tasks run at once.</summary>
    public override int MaximumConcurrencyLevel => 1;

    void IThreadPoolWorkItem.Execute()
    {
        var outer = _runningHere;
        _runningHere = this;
        try
        {
            if (!TryRunAll()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        finally
        {
            _runningHere = outer;
        }
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        _tasks.Enqueue(task);
        // The thread that is here looks at the queue once more before it goes.
        if (_runningHere == this) return;
        // Queue, full fence, look whether a thread is there; the thread that goes says so, full fence, looks at the queue (Dekker): one
        // of the two sees the other, so no task is left without a thread.
        if (Interlocked.Exchange(ref _hasThread, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// A task that is waited for here runs here and now: it would never get its turn. Anywhere else it waits for it. The queue may
    /// still have it; a task runs once all the same.
    /// </summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _runningHere == this && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    // True when nothing is left, and the thread has gone; false when it is others' turn to have it.
    private bool TryRunAll()
    {
        var left = TasksInARow;
        while (true)
        {
            while (_tasks.TryDequeue(out var task))
            {
                TryExecuteTask(task);
                if (--left == 0) return false;
            }

            Interlocked.Exchange(ref _hasThread, 0);
            if (_tasks.IsEmpty || Interlocked.Exchange(ref _hasThread, 1) == 1) return true;
        }
    }
}
