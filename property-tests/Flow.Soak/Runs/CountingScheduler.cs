namespace Flow.Soak.Runs;

/// <summary>The thread pool, and a count of what a run still has there.</summary>
internal sealed class CountingScheduler : TaskScheduler
{
    private int _tasks;

    public int Tasks => Volatile.Read(ref _tasks);

    protected override void QueueTask(Task task)
    {
        Interlocked.Increment(ref _tasks);
        ThreadPool.UnsafeQueueUserWorkItem(Execute, task, preferLocal: false);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Execute(Task task)
    {
        TryExecuteTask(task);
        Interlocked.Decrement(ref _tasks);
    }
}
