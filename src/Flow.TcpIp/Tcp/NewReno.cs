namespace Flow.TcpIp;

/// <summary>Slow start, congestion avoidance and fast recovery (RFC 5681, RFC 6582), counting bytes (RFC 3465).</summary>
/// <param name="segmentSize">SMSS, bytes.</param>
public sealed class NewReno(int segmentSize) : ICongestionControl
{
    // RFC 6928; restarted with after an idle time (RFC 5681 section 4.1).
    private readonly int _initialWindow = 10 * segmentSize;
    private const int LargestWindow = 1 << 30;

    private int _threshold = LargestWindow;
    private int _acknowledgedInAvoidance;

    /// <inheritdoc/>
    public int Window { get; private set; } = 10 * segmentSize;

    /// <summary>ssthresh.</summary>
    public int SlowStartThreshold => _threshold;

    /// <inheritdoc/>
    public void Acknowledged(int bytes, int peakFlightSize)
    {
        // A window that was not used has not been tested either (RFC 7661; as Linux, half of it in slow start).
        if (peakFlightSize < (Window < _threshold ? Window / 2 : Window - segmentSize)) return;
        if (Window < _threshold)
        {
            // RFC 3465 section 2.2 bounds the growth by an acknowledgment to L segments against bursts; Linux, and a sender of
            // super-frames, which are acknowledged whole, do not.
            Window = Math.Min(Math.Min(Window + bytes, _threshold), LargestWindow);
            return;
        }
        _acknowledgedInAvoidance += bytes;
        if (_acknowledgedInAvoidance < Window) return;
        _acknowledgedInAvoidance -= Window;
        Window = Math.Min(Window + segmentSize, LargestWindow);
    }

    /// <inheritdoc/>
    public void RecoveryStarted(int flightSize)
    {
        Halve(flightSize);
        // The three segments that caused the duplicate acknowledgments have left the network (RFC 5681 section 3.2 step 3).
        Window = _threshold + 3 * segmentSize;
    }

    /// <inheritdoc/>
    public void DuplicateAcknowledged() => Window = Math.Min(Window + segmentSize, LargestWindow);

    /// <inheritdoc/>
    public void PartiallyAcknowledged(int bytes)
    {
        // RFC 6582 section 3.2 step 3.
        Window = Math.Max(Window - bytes + (bytes >= segmentSize ? segmentSize : 0), segmentSize);
    }

    /// <inheritdoc/>
    public void RecoveryEnded(int flightSize)
    {
        // RFC 6582 section 3.2 step 3, option (1), which does not send a burst.
        Window = Math.Min(_threshold, Math.Max(flightSize, segmentSize) + segmentSize);
        _acknowledgedInAvoidance = 0;
    }

    /// <inheritdoc/>
    public void TimedOut(int flightSize, bool isRepeated)
    {
        if (!isRepeated) Halve(flightSize);
        Window = segmentSize;
        _acknowledgedInAvoidance = 0;
    }

    /// <inheritdoc/>
    public void Idled() => Window = Math.Min(Window, _initialWindow);

    // RFC 5681 equation (4).
    private void Halve(int flightSize) => _threshold = Math.Max(flightSize / 2, 2 * segmentSize);
}
