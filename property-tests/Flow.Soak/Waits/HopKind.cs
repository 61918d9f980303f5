using System.Threading.Channels;

namespace Flow.Soak.Waits;

/// <summary>A kind of hop whose waits are cancelled.</summary>
internal sealed record HopKind(string Name, Func<HopOptions<long>, Hop<long>> Create)
{
    public static IReadOnlyList<HopKind> All { get; } =
    [
        new("the ring", options => Hop<long>.Create(options)),
        new("the shared hop", options => Hop<long>.Create(options with { SingleReader = false, SingleWriter = false })),
        new("a bounded channel", options => Hop<long>.Create(options with { StandIn = () => Channel.CreateBounded<long>(options.Capacity) })),
    ];
}
