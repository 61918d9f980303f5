namespace Flow;

internal sealed class RestartedFaults<T>(Func<int, Exception, TimeSpan?> delay, Link<T> input, TimeProvider timeProvider) : StageFaults<T>
{
    private int _inARow;

    public override async ValueTask<bool> TryHandleAsync(InHand<T> inHand, Exception error, CancellationToken cancellationToken)
    {
        if (inHand.Any) input.ReleaseTaken(inHand.Item, ReleaseReason.Faulted);
        if (DelayAfter(error) is not { } time) return false;
        CountRestart();
        if (time > TimeSpan.Zero) await Task.Delay(time < LongestTimer.Span ? time : LongestTimer.Span, timeProvider, cancellationToken);
        return true;
    }

    public override void Pass() => _inARow = 0;

    // What the function throws does not hide what the stage did.
    private TimeSpan? DelayAfter(Exception error)
    {
        try
        {
            return delay(++_inARow, error);
        }
        catch (Exception thrown)
        {
            throw new AggregateException("The stage faulted, and so did the function that gives the delay of its restart.", error, thrown);
        }
    }
}
