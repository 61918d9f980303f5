namespace Flow.Zoo.Hops.Broken;

/// <summary>An item that it drops is neither counted nor released.</summary>
internal sealed class DropsUnreleased(HopOptions<int> options) : SmallQueue(options)
{
    protected override void Drop(int item)
    {
    }
}
