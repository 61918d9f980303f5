namespace Flow.Properties.DataPath;

/// <summary>What goes one way on each connection: how much, and how its writer and its reader behave.</summary>
internal sealed record PathTraffic
{
    public required int Bytes { get; init; }

    /// <summary>How much the writer writes at once, over and over.</summary>
    public required IReadOnlyList<int> Writes { get; init; }

    /// <summary>How much the reader asks for at once, over and over.</summary>
    public required IReadOnlyList<int> Reads { get; init; }

    /// <summary>How long the writer rests, in virtual time, half way.</summary>
    public required TimeSpan WriterRests { get; init; }

    /// <summary>How long the reader rests before it reads at all.</summary>
    public required TimeSpan ReaderRests { get; init; }

    public override string ToString() =>
        $"{Bytes} bytes, written by [{string.Join(", ", Writes)}], read by [{string.Join(", ", Reads)}], " +
        $"writer rests {WriterRests.TotalMilliseconds} ms, reader {ReaderRests.TotalMilliseconds} ms";
}
