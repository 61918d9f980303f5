namespace Flow;

/// <summary>How many items were released, by reason.</summary>
internal readonly record struct ReleaseCounts(long Dropped, long Abandoned, long Cancelled, long Faulted)
{
    public long Total => Dropped + Abandoned + Cancelled + Faulted;
}
