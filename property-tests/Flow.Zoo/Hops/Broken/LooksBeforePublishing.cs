namespace Flow.Zoo.Hops.Broken;

/// <summary>The reader looks whether a writer waits before it gives the slot back: one that begins to wait in between sleeps on.</summary>
internal sealed class LooksBeforePublishing(HopOptions<int> options) : SmallRing(options)
{
    protected override void Leave(long head)
    {
        var isAwaited = Writers.IsParked;
        PublishHead(head);
        if (isAwaited) WakeWriter();
    }
}
