namespace Flow;

internal sealed class RestartedFaults<T>(Func<int, Exception, TimeSpan?> delay, Link<T> input, TimeProvider timeProvider) : StageFaults<T>
{
    // No timer waits longer than 49.7 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    private int _inARow;

    public override async ValueTask<bool> TryHandleAsync(InHand<T> inHand, Exception error, CancellationToken cancellationToken)
    {
        if (inHand.Any) input.ReleaseTaken(inHand.Item, ReleaseReason.Faulted);
        if (DelayAfter(error) is not { } time) return false;
        CountRestart();
        if (time > TimeSpan.Zero) await Task.Delay(time < Longest ? time : Longest, timeProvider, cancellationToken);
        return true;
    }

    public override void Pass() => _inARow = 0;

    private TimeSpan? DelayAfter(Exception error)
    {
        try
        {
            return delay(++_inARow, error);
        }
        catch (Exception)
        {
            // What it throws would hide what went wrong first, which ends the run.
            return null;
        }
    }
}
