namespace Flow.DataPath;

/// <summary>What frames suffer on a wire, in one direction. Probabilities are from 0 to 1, each frame drawn by itself.</summary>
public sealed record ImpairmentOptions
{
    /// <summary>How likely a frame is lost.</summary>
    public double Loss { get; init; }

    /// <summary>Losses that come in bursts, besides <see cref="Loss"/>; none by default.</summary>
    public BurstLoss? Bursts { get; init; }

    /// <summary>Times when nothing gets through; none by default.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];

    /// <summary>
    /// How likely a bit of a frame's IPv4 packet is flipped. A TCP checksum that the sender left out is filled in first, as a device does, so
    /// that the receiver can find it. Other frames are spared: only Ethernet's own checksum would protect them.
    /// </summary>
    public double Corruption { get; init; }

    /// <summary>How likely a frame arrives twice.</summary>
    public double Duplication { get; init; }

    /// <summary>How likely a frame is held back by <see cref="ReorderingDelay"/>, so that later ones overtake it.</summary>
    public double Reordering { get; init; }

    /// <summary>When the wire becomes a good one, which only takes its <see cref="Delay"/>, counted from when it began; never by default.</summary>
    public TimeSpan? CalmAfter { get; init; }

    /// <summary>How long every frame takes, one way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How much longer a frame that is held back takes.</summary>
    public TimeSpan ReorderingDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The largest IP packet the wire carries, bytes; super-frames are split to it first.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>Frames held at most, for their delay; when so many are held, nothing more is taken until one has left.</summary>
    public int HeldFramesLimit { get; init; } = 4096;

    /// <summary>Where the draws begin: the same seed and the same frames, the same fate.</summary>
    public ulong Seed { get; init; }

    internal void Validate()
    {
        var bursts = Bursts ?? new BurstLoss(0, 0, 0);
        var probabilities = new[]
        {
            ("loss", Loss), ("duplication", Duplication), ("reordering", Reordering), ("corruption", Corruption),
            ("beginning of bursts", bursts.Begins), ("end of bursts", bursts.Ends), ("loss in bursts", bursts.Loss),
        };
        foreach (var (name, value) in probabilities)
        {
            if (!(value is >= 0 and <= 1))
                throw new ArgumentException($"The {name} of a wire is {value}; a probability is from 0 to 1.");
        }

        if (Delay < TimeSpan.Zero || ReorderingDelay < TimeSpan.Zero)
            throw new ArgumentException("The delay of a wire is negative; frames do not arrive before they are sent.");
        if (CalmAfter < TimeSpan.Zero || Outages.Any(static outage => outage.From < TimeSpan.Zero || outage.Duration < TimeSpan.Zero))
            throw new ArgumentException("A time of a wire's life is negative; it is counted from when the wire began.");
        if (HeldFramesLimit < 1)
            throw new ArgumentException($"A wire is to hold at most {HeldFramesLimit} frames; it has to hold at least 1.");
    }
}
