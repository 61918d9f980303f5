using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Draws;

/// <summary>Draws the hops of a run, and keeps a tally of each.</summary>
internal sealed class HopDraw(Random random, bool mayDrop)
{
    private readonly List<HopTally> _tallies = [];

    public IReadOnlyList<HopTally> Tallies => _tallies;

    public HopOptions<Token> OfTokens(string name)
    {
        var tally = Tally(name);
        var hop = new HopOptions<Token>(random.Capacity()) { Name = name, Release = tally.Release };
        if (random.OneIn(4)) hop = hop with { Weigh = token => token.Weight, MaxItems = random.Capacity() };
        return Of(hop, tally.Release);
    }

    public HopOptions<Token[]> OfArrays(string name)
    {
        var tally = Tally(name);
        return Of(new HopOptions<Token[]>(random.Capacity()) { Name = name, Release = tally.Release }, tally.Release);
    }

    /// <summary>A hop that many write or read, and that loses nothing.</summary>
    public HopOptions<Token> OfMany(string name) =>
        new(random.Capacity()) { Name = name, Release = Tally(name).Release, SingleReader = false, SingleWriter = false };

    private HopTally Tally(string name)
    {
        var tally = new HopTally(name);
        _tallies.Add(tally);
        return tally;
    }

    private HopOptions<T> Of<T>(HopOptions<T> hop, Action<T, ReleaseReason> release)
    {
        var capacity = hop.Capacity;
        switch (random.Next(12))
        {
            case < 6:
                return hop;
            case 6 or 7:
                return hop with { SingleReader = false, SingleWriter = false };
            case 8:
                return hop with { Weigh = null, StandIn = () => Channel.CreateBounded<T>(capacity) };
            case 9:
                return hop with { Weigh = null, StandIn = Channel.CreateUnbounded<T> };
            case 10 when mayDrop:
                return hop with { FullMode = random.Of(HopFullMode.DropNewest, HopFullMode.DropOldest, HopFullMode.DropWrite) };
            case 11 when mayDrop:
                var mode = random.Of(BoundedChannelFullMode.DropNewest, BoundedChannelFullMode.DropOldest, BoundedChannelFullMode.DropWrite);
                return hop with
                {
                    Weigh = null,
                    StandIn = () => Channel.CreateBounded<T>(
                        new BoundedChannelOptions(capacity) { FullMode = mode }, item => release(item, ReleaseReason.Dropped)),
                };
            default:
                return hop;
        }
    }
}
