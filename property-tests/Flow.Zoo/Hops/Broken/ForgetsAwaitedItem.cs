namespace Flow.Zoo.Hops.Broken;

/// <summary>A wait that is cancelled takes the item that came meanwhile down with it.</summary>
internal sealed class ForgetsAwaitedItem(HopOptions<int> options) : SmallRing(options)
{
    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await base.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            TryRead(new int[1]);
            throw;
        }
    }
}
