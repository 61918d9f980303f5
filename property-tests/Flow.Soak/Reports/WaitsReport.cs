namespace Flow.Soak.Reports;

/// <summary>What came of the cancelled waits.</summary>
internal sealed class WaitsReport
{
    public long Waits { get; set; }

    public long HeapBefore { get; set; }

    public long HeapAfter { get; set; }

    public List<Breach> Breaches { get; } = [];
}
