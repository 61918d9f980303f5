using System.Threading.Channels;

namespace Flow.Tests.Hops;

/// <summary>The kinds of hops; what all of them do is tested of each.</summary>
public enum HopKind
{
    Ring,
    ManyWriters,
    ManyReaders,
    StandIn,
}

internal static class HopKinds
{
    public static Hop<T> Create<T>(this HopKind kind, HopOptions<T> options, TimeProvider? timeProvider = null) => Hop<T>.Create(
        kind switch
        {
            HopKind.ManyWriters => options with { SingleWriter = false },
            HopKind.ManyReaders => options with { SingleReader = false },
            HopKind.StandIn => options with { StandIn = () => Channel.CreateBounded<T>(options.Capacity) },
            _ => options,
        },
        timeProvider);
}
