#pragma warning disable
using Flow.Properties.Hops;
using Flow.Testing;
using Xunit;
namespace Flow.Properties.Testing;
public sealed class InsideHopsTests
{
    private static readonly SimulationOptions Inside = new() { InsideHops = true, StepLimit = 30_000 };
    [Theory]
    [InlineData("random")]
    [InlineData("pct3")]
    public void X(string kind)
    {
        foreach (var hop in new[]{HopKinds.Ring, HopKinds.Shared}) foreach (var law in HopLaws.All)
        {
            var sw = System.Diagnostics.Stopwatch.GetTimestamp();
            int cases = 0; SimulationScheduler? last = null; string first = null; string firstCase="";
            try {
            law.Hold(hop, HopCases.ByItems, (seed, work) => { cases++; 
               last = new SimulationScheduler(kind switch { "random"or"outside" => SchedulePolicy.Random(seed), "pct3" => SchedulePolicy.Pct(seed, 3), _=> SchedulePolicy.Replay(Schedule.Plain)}, kind=="outside"? new(): Inside);
               try { last.Run(work); } catch (Exception e) when (first is null) { first = e.Message; 
                  firstCase = $"case {cases}: sched {last.Schedule.ToString()[..Math.Min(100, last.Schedule.ToString().Length)]}";
                   var s = last.Schedule; 
                   var again = new SimulationScheduler(SchedulePolicy.Replay(Schedule.Parse(s.ToString()), exactly: kind != "plain"), kind=="outside"? new(): Inside);
                   try { again.Run(work); firstCase += " NOT REPLAYED"; } catch (Exception e2) { firstCase += e2.Message.Split('\n')[0] == e.Message.Split('\n')[0] ? " replayed" : " OTHER " + e2.Message; }
                   throw; } }, 500);
            } catch (LawBrokenException e) { }
            Console.WriteLine($"{kind} {hop.Name} {law.Name} {System.Diagnostics.Stopwatch.GetElapsedTime(sw).TotalSeconds:f1}s {firstCase} {first}");
        }
    }
}
