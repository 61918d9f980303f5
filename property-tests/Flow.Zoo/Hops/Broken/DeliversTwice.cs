namespace Flow.Zoo.Hops.Broken;

/// <summary>The last item of a batch stays at the head.</summary>
internal sealed class DeliversTwice(HopOptions<int> options) : SmallRing(options)
{
    protected override long After(long head, int count) => base.After(head, Math.Max(1, count - 1));
}
