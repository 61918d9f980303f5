namespace Flow.Soak.Reports;

/// <summary>What came of the swaps under load.</summary>
internal sealed class LoadReport
{
    public long Swaps { get; set; }

    public long Items { get; set; }

    public double MedianUs { get; set; }

    public double LargestUs { get; set; }

    /// <summary>The longest time between two items out.</summary>
    public double LongestPauseUs { get; set; }

    /// <summary>The most items an old stage still wrote after its fence.</summary>
    public long MostAfterFence { get; set; }

    public long Hangs { get; set; }

    public List<Breach> Breaches { get; } = [];

    public void Break(string what) => Breaches.Add(new Breach(what, Seed: null, Picture: null));
}
