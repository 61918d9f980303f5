namespace Flow.Zoo.Hops.Broken;

/// <summary>A write that goes in while the reader leaves is left where it is: the reader has looked already.</summary>
internal sealed class KeepsLateItem(HopOptions<int> options) : SmallRing(options)
{
    protected override void OnOvertaken()
    {
    }
}
