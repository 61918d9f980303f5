namespace Flow.Testing;

/// <summary>What a hop declares about itself, which decides the laws it is held to.</summary>
[Flags]
public enum HopCapabilities
{
    /// <summary>Nothing: it is held to the laws of every channel.</summary>
    None = 0,

    /// <summary>First in, first out.</summary>
    Ordered = 1 << 0,

    /// <summary>It holds no more than its capacity, and has room up to that.</summary>
    Bounded = 1 << 1,

    /// <summary>It is bounded by weight where its options say so; otherwise it is asked for bounds in items only.</summary>
    Weighed = 1 << 2,

    /// <summary>Its reader may abandon it: its ends are a <see cref="HopReader{T}"/> and a <see cref="HopWriter{T}"/>.</summary>
    Abandonable = 1 << 3,

    /// <summary>It tells <see cref="HopOptions{T}.Release"/> of each item it will never deliver.</summary>
    Releasing = 1 << 4,

    /// <summary>It counts what goes through: it is a <see cref="Hop{T}"/>.</summary>
    Counting = 1 << 5,

    /// <summary>A second wait at an end, while one is pending, throws.</summary>
    SingleWait = 1 << 6,

    /// <summary>Many may write at once.</summary>
    ManyWriters = 1 << 7,

    /// <summary>Many may read at once, each item going to one of them.</summary>
    ManyReaders = 1 << 8,

    /// <summary>A wait that was cancelled leaves nothing behind. (A channel of the framework keeps it until something comes to wake it.)</summary>
    ForgetsWaits = 1 << 9,

    /// <summary>A bounded channel.</summary>
    OfChannel = Ordered | Bounded,

    /// <summary>A hop for one writer and one reader.</summary>
    OfHop = OfChannel | Weighed | Abandonable | Releasing | Counting | SingleWait | ForgetsWaits,
}
