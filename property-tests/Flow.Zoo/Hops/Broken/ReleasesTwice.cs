namespace Flow.Zoo.Hops.Broken;

/// <summary>The reader that leaves and a late writer do not agree on who releases an item.</summary>
internal sealed class ReleasesTwice(HopOptions<int> options) : SmallRing(options)
{
    protected override bool TryClaim(long head)
    {
        PublishHead(head + 1);
        return true;
    }
}
