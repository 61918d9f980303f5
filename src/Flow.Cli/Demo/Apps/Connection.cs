using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>One connection between app a and app b: a transfer each way.</summary>
/// <param name="id">Its number, from 0.</param>
/// <param name="elapsed">How long ago the run started.</param>
internal sealed class Connection(int id, Func<TimeSpan> elapsed)
{
    // Each transfer has a sender and a receiver.
    private int _halvesRunning = 4;
    private int _claims;

    public int Id => id;

    public Transfer FromA { get; } = new(new StreamId(id, FromA: true));

    public Transfer FromB { get; } = new(new StreamId(id, FromA: false));

    public long Sent => FromA.Sent + FromB.Sent;

    public long Received => FromA.Received + FromB.Received;

    /// <summary>How long after the start both transfers were complete at both ends; null until then.</summary>
    public TimeSpan? Completed { get; private set; }

    public bool Stalled { get; set; }

    /// <summary>In what it differs from what was sent, in one sentence for each transfer.</summary>
    public IEnumerable<string> Discrepancies => _claims == 0
        ? [$"connection {id}: it never came to app b."]
        : new[] { FromA.Discrepancy, FromB.Discrepancy }.OfType<string>();

    /// <summary>Takes the connection for app b, which gets each only once.</summary>
    public bool TryClaim() => Interlocked.Increment(ref _claims) == 1;

    /// <summary>Notes that a sender or a receiver has come to its end.</summary>
    public void CompleteHalf()
    {
        if (Interlocked.Decrement(ref _halvesRunning) == 0) Completed = elapsed();
    }
}
