namespace Flow;

internal sealed class RestartedFaults<T>(Func<int, Exception, TimeSpan?> delay, Link<T> input, TimeProvider timeProvider) : StageFaults<T>
{
    private int _inARow;

    public override async ValueTask<bool> TryHandleAsync(InHand<T> inHand, Exception error, CancellationToken cancellationToken)
    {
        if (inHand.Any) input.ReleaseTaken(inHand.Item, ReleaseReason.Faulted);
        if (delay(++_inARow, error) is not { } time) return false;
        CountRestart();
        if (time > TimeSpan.Zero) await Task.Delay(time, timeProvider, cancellationToken);
        return true;
    }

    public override void Pass() => _inARow = 0;
}
