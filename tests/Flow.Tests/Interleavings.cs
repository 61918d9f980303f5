using Flow.Testing;

namespace Flow.Tests;

/// <summary>Work in simulations, each with another schedule, that may go on with something else anywhere inside of a call of a hop.</summary>
internal static class Interleavings
{
    private const int Schedules = 60;

    /// <summary>Does the work once for each schedule, by its number. What waits for ever is found, and named.</summary>
    public static void Of(Func<int, Task> work, int schedules = Schedules)
    {
        for (var seed = 0; seed < schedules; seed++)
        {
            var simulation = new SimulationScheduler(SchedulePolicy.Random(seed), new SimulationOptions { InsideHops = true, StepLimit = 100_000 });
            simulation.Run(() => work(seed));
        }
    }
}
