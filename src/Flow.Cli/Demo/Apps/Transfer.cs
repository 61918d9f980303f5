using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>What went in at one end of a stream, and what came out at the other.</summary>
/// <remarks>
/// Each half is written by one thread. Other threads may read the counts at any time, and the rest once both halves are complete.
/// </remarks>
internal sealed class Transfer(StreamId stream)
{
    private long _sent;
    private long _received;

    public StreamId Stream => stream;

    public long Sent
    {
        get => Volatile.Read(ref _sent);
        set => Volatile.Write(ref _sent, value);
    }

    public long Received
    {
        get => Volatile.Read(ref _received);
        set => Volatile.Write(ref _received, value);
    }

    public UInt128 SentHash { get; set; }

    public UInt128 ReceivedHash { get; set; }

    /// <summary>The offset of the first byte that came and was not as expected; null where all were.</summary>
    public long? FirstDifference { get; set; }

    /// <summary>How what came out differs from what went in, in one sentence; null where it does not.</summary>
    public string? Discrepancy
    {
        get
        {
            // Bytes after the end are too many, not different.
            var where = FirstDifference < Sent ? $", the first wrong one at offset {FirstDifference}" : "";
            if (Received < Sent) return $"{stream}: {Sent - Received} of {Sent} bytes are missing{where}.";
            if (Received > Sent) return $"{stream}: {Received - Sent} bytes came in excess of {Sent}{where}.";
            return ReceivedHash == SentHash ? null : $"{stream}: {Sent} bytes came, but not the ones that were sent{where}.";
        }
    }
}
