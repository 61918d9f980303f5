namespace Flow.Zoo.Hops.Broken;

/// <summary>It ends for its reader without the error it was completed with.</summary>
internal sealed class SwallowsFault(HopOptions<int> options) : SmallRing(options)
{
    protected override Exception? ErrorAtEnd() => null;
}
