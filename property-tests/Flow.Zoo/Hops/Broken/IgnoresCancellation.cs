namespace Flow.Zoo.Hops.Broken;

/// <summary>A wait goes on when its token is cancelled.</summary>
internal sealed class IgnoresCancellation(HopOptions<int> options) : SmallRing(options)
{
    protected override bool TryForget(Waiting waiting, Action wake) => false;
}
