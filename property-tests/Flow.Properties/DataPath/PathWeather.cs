using Flow.DataPath;

namespace Flow.Properties.DataPath;

/// <summary>What the wire does to frames.</summary>
internal sealed record PathWeather
{
    public double LossThere { get; init; }

    public double LossBack { get; init; }

    public double Duplication { get; init; }

    public double Reordering { get; init; }

    public TimeSpan Delay { get; init; }

    public int HeldFramesLimit { get; init; } = 4096;

    public ImpairmentOptions Impairment(WireDirection direction, int seed, int mtu) => new()
    {
        Loss = direction == WireDirection.AToB ? LossThere : LossBack,
        Duplication = Duplication,
        Reordering = Reordering,
        Delay = Delay,
        HeldFramesLimit = HeldFramesLimit,
        Mtu = mtu,
        Seed = ((ulong)(uint)seed << 1) | (ulong)direction,
    };

    public override string ToString() =>
        $"loss {LossThere} there and {LossBack} back, duplication {Duplication}, reordering {Reordering}, " +
        $"delay {Delay.TotalMilliseconds} ms, at most {HeldFramesLimit} frames held";
}
