namespace Flow.Zoo.Hops.Broken;

/// <summary>A write that is cancelled when its item is in says that it is not: whoever writes it again has written it twice.</summary>
internal sealed class WritesTwice(HopOptions<int> options) : SmallRing(options)
{
    public override async ValueTask WriteAsync(int item, CancellationToken cancellationToken)
    {
        await base.WriteAsync(item, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
