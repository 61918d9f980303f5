namespace Flow.Zoo.Hops.Broken;

/// <summary>A second wait is not refused: it takes the place of the first.</summary>
internal sealed class TakesSecondWait(HopOptions<int> options) : SmallRing(options)
{
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        Readers.Wake();
        return base.WaitToReadAsync(cancellationToken);
    }
}
