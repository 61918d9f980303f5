namespace Flow.Zoo.Hops.Broken;

/// <summary>The reader's wait does not look again once it is announced: what came in between wakes nobody.</summary>
internal sealed class NoSecondLook(HopOptions<int> options) : SmallRing(options)
{
    // A writer's wait does look again.
    protected override bool LookAgain(Func<bool?> news) => news == WriterNews && base.LookAgain(news);
}
