namespace Flow.Testing;

/// <inheritdoc cref="Execution.Inline"/>
internal sealed class InlineExecution : Execution
{
    // What brings a scheduler of its own draws its interleaving from the case.
    internal override bool IsReplayable => true;

    internal override Ran Run(Scheduling scheduling, Func<Task> work)
    {
        try
        {
            work().GetAwaiter().GetResult();
            return new Ran(null);
        }
        catch (Exception failure)
        {
            return new Ran(failure);
        }
    }
}
