namespace Flow.Zoo.Hops.Broken;

/// <summary>A read looks at its token once more when it has the item in hand, and throws it away.</summary>
internal sealed class ForgetsReadItem(HopOptions<int> options) : SmallRing(options)
{
    public override async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        var item = await base.ReadAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return item;
    }
}
