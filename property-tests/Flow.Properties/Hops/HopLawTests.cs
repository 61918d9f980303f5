using Flow.Testing;
using Xunit;

namespace Flow.Properties.Hops;

public sealed class HopLawTests
{
    private const int Samples = 300;

    public static TheoryData<HopSubject> Hops() => [.. HopKinds.All];

    public static TheoryData<HopSubject> OwnHops() => [HopKinds.Ring, HopKinds.Shared, HopKinds.ManyWriters, HopKinds.ManyReaders];

    [Theory]
    [MemberData(nameof(Hops))]
    public void Every_hop_keeps_every_law_in_simulation(HopSubject hop) => HopLaws.Hold(hop, Execution.Simulated, 2 * Samples);

    // The ring wakes without a lock, and a wake that meets a later wait than it was for takes an interruption at just one place.
    [Theory]
    [MemberData(nameof(OwnHops))]
    public void No_hop_wakes_anybody_in_vain(HopSubject hop) => HopLaws.NotInVain.Hold(hop, Execution.Simulated, 50 * Samples);

    [Theory]
    [MemberData(nameof(Hops))]
    public void Every_hop_keeps_every_law_on_threads(HopSubject hop) => HopLaws.Hold(hop, Execution.Stress, Samples);

    [Theory]
    [MemberData(nameof(Hops))]
    public void Every_hop_keeps_every_law_on_a_cooperative_scheduler(HopSubject hop) =>
        HopLaws.Hold(hop, Execution.On(new CooperativeScheduler()), Samples);

    [Theory]
    [MemberData(nameof(Hops))]
    public void Every_hop_keeps_every_law_on_a_thread_of_its_own(HopSubject hop)
    {
        using var thread = new DedicatedThreadScheduler("laws");
        HopLaws.Hold(hop, Execution.On(thread), Samples);
    }
}
