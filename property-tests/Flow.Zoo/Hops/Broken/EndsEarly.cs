namespace Flow.Zoo.Hops.Broken;

/// <summary>A reader's wait reports the end as soon as the writer is done, whatever is left to read.</summary>
internal sealed class EndsEarly(HopOptions<int> options) : SmallRing(options)
{
    protected override bool? ReaderNews() => IsCompleted ? false : base.ReaderNews();
}
