namespace Flow.Zoo.Hops.Broken;

/// <summary>A writer that waits is not told that the reader has gone.</summary>
internal sealed class AbandonsQuietly(HopOptions<int> options) : SmallRing(options)
{
    protected override void TellWriter()
    {
    }
}
