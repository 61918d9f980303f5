namespace Flow.Zoo.Hops.Broken;

/// <summary>A batch that goes around the end of the array begins with what is at its start.</summary>
internal sealed class ReordersAtWrap(HopOptions<int> options) : SmallRing(options)
{
    protected override void Copy(long head, Span<int> destination)
    {
        base.Copy(head, destination);
        var untilEnd = (int)(Options.Capacity - (head % Options.Capacity));
        if (destination.Length > untilEnd) destination.Reverse();
    }
}
