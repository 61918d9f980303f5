namespace Flow.Benchmarks.Measuring;

internal static class Median
{
    /// <summary>The middle of the figures, of which there is at least one; of the middle two their mean.</summary>
    public static double Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
