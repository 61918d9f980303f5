namespace Flow;

/// <summary>A writing end that tells what goes into its hop.</summary>
internal sealed class FollowedWriter<T>(FollowedHop<T> hop, HopWriter<T> writer) : HopWriter<T>, ILease
{
    public bool IsEndedByBody => ((ILease)writer).IsEndedByBody;

    public Exception? Error => ((ILease)writer).Error;

    public override bool IsAbandoned => writer.IsAbandoned;

    public override Exception? Abandonment => writer.Abandonment;

    public override long Room => writer.Room;

    internal override Hop<T>? OwnedHop => writer.OwnedHop is null ? null : hop;

    internal override Exception? CompletionError => writer.CompletionError;

    public void Fence() => ((ILease)writer).Fence();

    public override bool TryWrite(T item)
    {
        var visit = hop.Enter(item);
        var isTaken = false;
        try
        {
            return isTaken = writer.TryWrite(item);
        }
        finally
        {
            if (!isTaken) hop.Refuse(visit);
        }
    }

    public override int TryWrite(ReadOnlySpan<T> items)
    {
        var written = 0;
        try
        {
            while (written < items.Length && TryWrite(items[written])) written++;
        }
        catch (Exception error) when (written > 0)
        {
            // To the hop each item is a first one.
            hop.Owe(error);
        }

        return written;
    }

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
        writer.WaitToWriteAsync(cancellationToken);

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => writer.TryArm(bell, key, roomAbove);

    public override bool TryComplete(Exception? error = null) => writer.TryComplete(error);
}
