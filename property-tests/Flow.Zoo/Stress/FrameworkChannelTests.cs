using System.Threading.Channels;
using Flow.Testing;
using Flow.Zoo.Hops;
using Xunit;

namespace Flow.Zoo.Stress;

/// <summary>
/// A specimen from the wild: on .NET 10 a <c>ReadAsync</c> of the framework's bounded channel that is cancelled at the wrong moment takes an
/// item and throws (dotnet/runtime#132094).
/// </summary>
public sealed class FrameworkChannelTests
{
    private const int Items = 50_000;

    // It takes some ten cases.
    private const int MostCases = 1000;
    private const int OurCases = 20;

    private static readonly HopSubject Framework = HopSubject.Of(
        "the framework's bounded channel", static capacity => Channel.CreateBounded<int>(capacity));

    public static TheoryData<string> Ours() => ["the ring", "the shared hop", "a bounded channel that stands in", "the small ring"];

    [Fact]
    public void Stress_finds_that_it_loses_items()
    {
        var failure = Enumerable.Range(0, MostCases).Select(seed => Hold(Framework, seed)).FirstOrDefault(static failure => failure is not null);
        Assert.True(failure is not null, $"No item was lost in {MostCases} cases: if .NET no longer loses any, docs/zoo.md is to say so.");
        Assert.Contains("items went when a read was cancelled", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ours))]
    public void Ours_lose_none(string name)
    {
        var hop = new HopSubject(name, name switch
        {
            "the ring" => static options => Hop<int>.Create(options),
            "the shared hop" => static options => Hop<int>.Create(options with { SingleReader = false }),
            "the small ring" => static options => new SmallRing(options),
            _ => static options => Hop<int>.Create(options with { StandIn = () => Channel.CreateBounded<int>(options.Capacity) }),
        });
        for (var seed = 0; seed < OurCases; seed++) Assert.Null(Hold(hop, seed));
    }

    private static LawBrokenException? Hold(HopSubject hop, int seed)
    {
        try
        {
            CancelledReads.Law.HoldIn(hop, new CancelledReads(Items, seed), execution: Execution.Stress);
            return null;
        }
        catch (LawBrokenException failure)
        {
            return failure;
        }
    }
}
