using System.Runtime.CompilerServices;

namespace Flow;

/// <summary>
/// How many items a built-in stage works on before it passes on what it has made, and looks whether it is to stop: as many as
/// take a millisecond by the run's clock, up to 512. So a batch pays a hop's fence for many, and no item waits for others that are slow.
/// </summary>
/// <remarks>
/// To look at the clock costs as much as some ten items. So once batches are as large as can be, they are timed only when the coarse clock has moved
/// during one, which of quick ones hardly any sees. After a wait they begin small again where items are slow enough for that to matter, so that
/// what is made first is not held up by the rest.
/// </remarks>
internal struct Pace(TimeProvider timeProvider)
{
    /// <summary>No batch has more items than this.</summary>
    public const int Largest = 512;

    private const int Growth = 4;

    // Of a longest batch, the first one after a wait takes so small a part.
    private const int FirstPart = 16;

    private static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(1);

    private int _most = 1;
    private int _first = 1;
    private bool _isTimed = true;
    private long _startedAt;

    /// <summary>How many items the next batch has at most.</summary>
    public int Batch { get; private set; } = 1;

    /// <summary>A wait is over.</summary>
    public void Resume() => Batch = _first;

    /// <summary>A batch begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Start() => _startedAt = _isTimed ? timeProvider.GetTimestamp() : CoarseClock.Milliseconds;

    /// <summary>A batch of <paramref name="count"/> items has been worked on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Stop(int count)
    {
        if (_isTimed) Adapt(count);
        else if (CoarseClock.Milliseconds != _startedAt) _isTimed = true;
        if (Batch != _most) Batch = Math.Min(Batch * Growth, _most);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Adapt(int count)
    {
        var elapsed = timeProvider.GetElapsedTime(_startedAt);
        var inLongest = elapsed > TimeSpan.Zero ? LongestBatch / elapsed * count : double.PositiveInfinity;
        _most = (int)Math.Clamp(inLongest, 1, Math.Min(_most * Growth, Largest));
        _first = (int)Math.Clamp(inLongest / FirstPart, 1, _most);
        // The coarse clock is the system's.
        _isTimed = _most < Largest || timeProvider != TimeProvider.System;
    }
}
