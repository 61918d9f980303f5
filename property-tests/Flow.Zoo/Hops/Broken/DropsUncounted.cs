namespace Flow.Zoo.Hops.Broken;

/// <summary>An item that it drops is released, but not counted.</summary>
internal sealed class DropsUncounted(HopOptions<int> options) : SmallQueue(options)
{
    protected override void Drop(int item) => Options.Release?.Invoke(item, ReleaseReason.Dropped);
}
