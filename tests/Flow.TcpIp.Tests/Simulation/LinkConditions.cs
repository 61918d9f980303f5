namespace Flow.TcpIp.Tests;

/// <summary>What a simulated link does to frames; the same both ways.</summary>
public sealed record LinkConditions
{
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(1);

    public double Loss { get; init; }

    public double Duplication { get; init; }

    /// <summary>Share of frames that take up to four times as long, so that later ones overtake them.</summary>
    public double Reordering { get; init; }

    /// <summary>Share of frames of which a byte is changed.</summary>
    public double Corruption { get; init; }

    /// <summary>Whether super-frames are cut to size on the way, as they must be where single frames are to be lost.</summary>
    public bool Splits { get; init; }
}
