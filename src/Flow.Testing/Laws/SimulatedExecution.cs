namespace Flow.Testing;

/// <inheritdoc cref="Execution.Simulated"/>
internal sealed class SimulatedExecution : Execution
{
    // Cases are small: what takes more runs for ever.
    private const int StepLimit = 300_000;

    internal override bool IsReplayable => true;

    internal override Ran Run(Scheduling scheduling, Func<Task> work)
    {
        var simulation = new SimulationScheduler(
            scheduling.Policy(), new SimulationOptions { StepLimit = StepLimit, InsideHops = scheduling.InsideHops });
        try
        {
            simulation.Run(work);
            return new Ran(null, simulation);
        }
        catch (Exception failure)
        {
            return new Ran(failure, simulation);
        }
    }
}
