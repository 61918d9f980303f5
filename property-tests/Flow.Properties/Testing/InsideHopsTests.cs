#pragma warning disable
using Flow.Properties.Hops;
using Flow.Testing;
using Xunit;
namespace Flow.Properties.Testing;
/// <summary>The laws of hops, where the schedule decides inside of them too.</summary>
public sealed class InsideHopsTests
{
    private static readonly SimulationOptions Inside = new() { InsideHops = true };
    [Fact]
    public void X()
    {
        foreach (var law in HopLaws.All)
        {
            var sw = System.Diagnostics.Stopwatch.GetTimestamp();
            law.Hold(HopKinds.Ring, HopCases.ByItems, (seed, work) => { last = new SimulationScheduler(SchedulePolicy.Random(seed), Inside); last.Run(work); steps += last.Steps; dev += last.Schedule.Deviations.Length; }, 200);
            Console.WriteLine($"{law.Name} {System.Diagnostics.Stopwatch.GetElapsedTime(sw)} {steps} {dev}");
        }
    }
    SimulationScheduler? last; int steps, dev;
}
