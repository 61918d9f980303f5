using Flow.Testing;
using Xunit;

namespace Flow.Properties.Testing;

/// <summary>Where strands may be interrupted: inside of a call of a hop, or only between calls.</summary>
public sealed class InsideHopsTests
{
    public static TheoryData<bool, bool> Hops() => new()
    {
        { true, true },
        { true, false },
        { false, true },
        { false, false },
    };

    [Theory]
    [MemberData(nameof(Hops))]
    public void A_call_of_a_hop_is_interrupted_only_where_that_is_asked_for(bool isShared, bool insideHops)
    {
        var logs = Enumerable.Range(0, 50).Select(seed => Call(seed, isShared, insideHops)).Distinct().ToList();
        Assert.Equal(insideHops, logs.Except(["aabb", "bbaa"]).Any());
    }

    private static string Call(int seed, bool isShared, bool insideHops)
    {
        var log = new List<char>();
        new SimulationScheduler(SchedulePolicy.Random(seed), new SimulationOptions { InsideHops = insideHops }).Run(() =>
        {
            var hop = Hop<char>.Create(new HopOptions<char>(4) { SingleWriter = !isShared });
            return Task.WhenAll(Task.Factory.StartNew(() => UseHop('a')), Task.Factory.StartNew(() => UseHop('b')));

            void UseHop(char name)
            {
                log.Add(name);
                if (name == 'a' || isShared) hop.Writer.TryWrite(name);
                else hop.Reader.TryRead(out char _);
                log.Add(name);
            }
        });
        return string.Concat(log);
    }
}
