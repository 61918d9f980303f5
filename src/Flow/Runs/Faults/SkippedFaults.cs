using System.Threading.Channels;

namespace Flow;

internal sealed class SkippedFaults<T>(string stage, Link<T> input, ChannelWriter<DeadLetter<T>> deadLetters) : StageFaults<T>
{
    public override async ValueTask<bool> TryHandleAsync(InHand<T> inHand, Exception error, CancellationToken cancellationToken)
    {
        if (!inHand.Any) return false;
        var letter = new DeadLetter<T>(inHand.Item, error, stage);
        var reason = ReleaseReason.Faulted;
        var isTaken = false;
        try
        {
            while (!(isTaken = deadLetters.TryWrite(letter)) && await deadLetters.WaitToWriteAsync(cancellationToken))
            {
                // There was room a moment ago.
            }
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

    public override void End()
    {
        if (deadLetters is HopWriter<DeadLetter<T>> { OwnedHop: not null }) deadLetters.TryComplete();
    }
}
