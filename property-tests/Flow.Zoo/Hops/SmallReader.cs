namespace Flow.Zoo.Hops;

/// <summary>The reading end of a <see cref="SmallHop"/>.</summary>
internal sealed class SmallReader(SmallHop hop) : HopReader<int>
{
    public override bool CanCount => true;

    public override bool CanPeek => true;

    public override int Count => hop.Count;

    public override bool IsEnded => hop.IsEnded;

    public override Exception? CompletionError => hop.Error;

    public override Task Completion => hop.Completion;

    public override bool TryRead(out int item)
    {
        item = 0;
        return hop.TryRead(new Span<int>(ref item)) == 1;
    }

    public override int TryRead(Span<int> destination) => hop.TryRead(destination);

    public override bool TryPeek(out int item) => hop.TryPeek(out item);

    public override ValueTask<int> ReadAsync(CancellationToken cancellationToken = default) => hop.ReadAsync(cancellationToken);

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => hop.WaitToReadAsync(cancellationToken);

    public override bool TryArm(Doorbell bell, int key) => hop.TryArmReader(bell, key);

    public override void Abandon(Exception? error = null) => hop.Abandon(error);
}
