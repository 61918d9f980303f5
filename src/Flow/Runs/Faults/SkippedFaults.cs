namespace Flow;

internal sealed class SkippedFaults<T>(string stage, Link<T> input, DeadLetters<T> deadLetters) : StageFaults<T>
{
    public override void Begin(Task run) => deadLetters.Own(stage, run);

    public override void Refuse(Task run) => deadLetters.Disown(run);

    public override async ValueTask<bool> TryHandleAsync(InHand<T> inHand, Exception error, CancellationToken cancellationToken)
    {
        if (!inHand.Any) return false;
        var reason = ReleaseReason.Faulted;
        var isTaken = false;
        try
        {
            isTaken = await deadLetters.WriteAsync(new DeadLetter<T>(inHand.Item, error, stage), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            reason = ReleaseReason.Cancelled;
            throw;
        }
        catch (Exception)
        {
            // What the channel was completed with is not what went wrong here.
        }
        finally
        {
            if (isTaken) CountSkipped();
            else input.ReleaseTaken(inHand.Item, reason);
        }

        return isTaken;
    }

    // It waits only for a letter that a run inside another run is writing meanwhile.
    public override void End() => _ = deadLetters.CompleteAsync();
}
