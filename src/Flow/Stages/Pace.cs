namespace Flow;

/// <summary>
/// How many items a built-in stage works on before it passes on what it has made, and looks whether it is to stop: as many as
/// take a millisecond by the run's clock, up to 256. So a batch pays a hop's fence for many, and no item waits for others that are slow.
/// </summary>
/// <remarks>
/// To look at the clock costs as much as some ten items; so once batches are as large as can be, only one in sixteen is timed. After a wait
/// they begin small again: what is made first is not held up by the rest.
/// </remarks>
internal struct Pace(TimeProvider timeProvider)
{
    private const int Largest = 256;
    private const int AfterWait = 16;
    private const int Growth = 4;
    private const int LargeBatchesUntimed = 15;

    private static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(1);

    private int _most = 1;
    private int _untimed;
    private long _startedAt;

    /// <summary>How many items the next batch has at most.</summary>
    public int Batch { get; private set; } = 1;

    /// <summary>A wait is over.</summary>
    public void Resume() => Batch = Math.Min(_most, AfterWait);

    /// <summary>A batch begins.</summary>
    public void Start()
    {
        if (_untimed == 0) _startedAt = timeProvider.GetTimestamp();
    }

    /// <summary>A batch of <paramref name="count"/> items has been worked on.</summary>
    public void Stop(int count)
    {
        if (_untimed > 0) _untimed--;
        else Adapt(count, timeProvider.GetElapsedTime(_startedAt));
        Batch = Math.Min(Batch * Growth, _most);
    }

    private void Adapt(int count, TimeSpan elapsed)
    {
        var most = Math.Min(_most * Growth, Largest);
        if (elapsed > TimeSpan.Zero) most = (int)Math.Clamp(LongestBatch / elapsed * count, 1, most);
        _most = most;
        _untimed = most == Largest ? LargeBatchesUntimed : 0;
    }
}
