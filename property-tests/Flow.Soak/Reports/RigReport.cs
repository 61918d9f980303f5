namespace Flow.Soak.Reports;

/// <summary>What came of the cancellation rig.</summary>
internal sealed class RigReport
{
    private long _cancellations;

    public long Items { get; set; }

    public long Cancellations => Interlocked.Read(ref _cancellations);

    public long Hangs { get; private set; }

    public List<Breach> Breaches { get; } = [];

    public void CountCancellation() => Interlocked.Increment(ref _cancellations);

    public void Break(string what, bool isHang)
    {
        Hangs += isHang ? 1 : 0;
        lock (Breaches) Breaches.Add(new Breach(what, Seed: null, Picture: null));
    }
}
