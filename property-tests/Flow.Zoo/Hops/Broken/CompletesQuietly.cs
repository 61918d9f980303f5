namespace Flow.Zoo.Hops.Broken;

/// <summary>A reader that waits is not told that the writer is done.</summary>
internal sealed class CompletesQuietly(HopOptions<int> options) : SmallRing(options)
{
    protected override void TellReader()
    {
    }
}
