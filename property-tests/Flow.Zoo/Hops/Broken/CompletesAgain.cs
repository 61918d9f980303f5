namespace Flow.Zoo.Hops.Broken;

/// <summary>A second completion takes the place of the first one's error.</summary>
internal sealed class CompletesAgain(HopOptions<int> options) : SmallRing(options)
{
    public override bool TryComplete(Exception? error)
    {
        if (base.TryComplete(error)) return true;
        Error = error;
        return false;
    }
}
