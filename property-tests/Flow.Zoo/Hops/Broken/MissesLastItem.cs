namespace Flow.Zoo.Hops.Broken;

/// <summary>A reader's wait looks for items, then whether the writer is done, and not for the item that came in between.</summary>
internal sealed class MissesLastItem(HopOptions<int> options) : SmallRing(options)
{
    protected override bool? ReaderNews()
    {
        if (IsAbandoned) return false;
        if (Count > 0) return true;
        return IsCompleted ? false : null;
    }
}
