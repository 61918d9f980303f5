using Flow.Properties.Hops;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Testing;

/// <summary>The laws of hops, where the schedule decides inside of them too.</summary>
public sealed class InsideHopsTests
{
    private const int Samples = 100;

    private static readonly SimulationOptions Inside = new() { InsideHops = true, StepLimit = 100_000 };

    public static TheoryData<Law<HopSubject, HopCase>, HopSubject> LawsAndHops()
    {
        var data = new TheoryData<Law<HopSubject, HopCase>, HopSubject>();
        foreach (var law in HopLaws.All)
        {
            foreach (var hop in HopKinds.All) data.Add(law, hop);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LawsAndHops))]
    public void Every_hop_keeps_every_law_with_few_preemptions(Law<HopSubject, HopCase> law, HopSubject hop) =>
        law.Hold(hop, HopCases.ByItems, static (seed, work) => Simulate(SchedulePolicy.Pct(seed, 3), work), Samples);

    [Theory]
    [MemberData(nameof(LawsAndHops))]
    public void Every_hop_keeps_every_law_with_many_preemptions(Law<HopSubject, HopCase> law, HopSubject hop) =>
        law.Hold(hop, HopCases.ByItems, static (seed, work) => Simulate(SchedulePolicy.Random(seed), work), Samples / 5);

    private static void Simulate(SchedulePolicy policy, Func<Task> work) => new SimulationScheduler(policy, Inside).Run(work);
}
