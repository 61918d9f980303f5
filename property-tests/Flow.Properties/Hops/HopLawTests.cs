using Flow.Testing;
using FsCheck;
using Xunit;

namespace Flow.Properties.Hops;

public sealed class HopLawTests
{
    private const int Samples = 200;

    public static TheoryData<Law<HopSubject, HopCase>, HopSubject, bool> LawsAndHops()
    {
        var data = new TheoryData<Law<HopSubject, HopCase>, HopSubject, bool>();
        foreach (var law in HopLaws.All)
        {
            foreach (var hop in HopKinds.All)
            {
                data.Add(law, hop, false);
                if (hop.BoundsWeight) data.Add(law, hop, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LawsAndHops))]
    public void Every_hop_keeps_every_law_in_simulation(Law<HopSubject, HopCase> law, HopSubject hop, bool byWeight) =>
        law.Hold(hop, Cases(byWeight), Executions.Simulated, Samples);

    [Theory]
    [MemberData(nameof(LawsAndHops))]
    public void Every_hop_keeps_every_law_on_threads(Law<HopSubject, HopCase> law, HopSubject hop, bool byWeight) =>
        law.Hold(hop, Cases(byWeight), Executions.Threads, Samples);

    [Theory]
    [MemberData(nameof(LawsAndHops))]
    public void Every_hop_keeps_every_law_on_a_cooperative_scheduler(Law<HopSubject, HopCase> law, HopSubject hop, bool byWeight) =>
        law.Hold(hop, Cases(byWeight), Executions.On(new CooperativeScheduler()), Samples);

    [Theory]
    [MemberData(nameof(LawsAndHops))]
    public void Every_hop_keeps_every_law_on_a_thread_of_its_own(Law<HopSubject, HopCase> law, HopSubject hop, bool byWeight)
    {
        using var thread = new DedicatedThreadScheduler("laws");
        law.Hold(hop, Cases(byWeight), Executions.On(thread), Samples);
    }

    private static Arbitrary<HopCase> Cases(bool byWeight) => byWeight ? HopCases.ByWeight : HopCases.ByItems;
}
