namespace Flow.Testing;

/// <inheritdoc cref="Execution.On"/>
internal sealed class ScheduledExecution(TaskScheduler scheduler) : Execution
{
    // Never reached by work that is alive; what it catches is a hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal override bool IsReplayable => false;

    internal override bool Disturbs => true;

    internal override Ran Run(Scheduling scheduling, Func<Task> work)
    {
        try
        {
            Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler)
                .Unwrap().WaitAsync(Patience).GetAwaiter().GetResult();
            return new Ran(null);
        }
        catch (Exception failure)
        {
            return new Ran(failure);
        }
    }
}
