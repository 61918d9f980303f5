namespace Flow.Testing;

/// <summary>A stage's output that tells what the stage does with it.</summary>
internal sealed class WatchedWriter<T>(HopWriter<T> inner, Story story) : HopWriter<T>
{
    public override bool IsAbandoned => inner.IsAbandoned;

    public override Exception? Abandonment => inner.Abandonment;

    public override long Room => inner.Room;

    public override bool TryWrite(T item)
    {
        var isTaken = inner.TryWrite(item);
        if (isTaken) story.Tell("stage", $"writes {item}");
        return isTaken;
    }

    public override int TryWrite(ReadOnlySpan<T> items)
    {
        var count = inner.TryWrite(items);
        if (count > 0) story.Tell("stage", $"writes [{string.Join(", ", items[..count].ToArray())}]");
        return count;
    }

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
    {
        var wait = inner.WaitToWriteAsync(cancellationToken);
        if (!wait.IsCompleted) story.Tell("stage", "waits to write");
        return wait;
    }

    public override async ValueTask WriteAsync(T item, CancellationToken cancellationToken = default)
    {
        var write = inner.WriteAsync(item, cancellationToken);
        if (!write.IsCompleted) story.Tell("stage", $"waits to write {item}");
        await write;
        story.Tell("stage", $"writes {item}");
    }

    public override bool TryComplete(Exception? error = null)
    {
        story.Tell("stage", "completes its output");
        return inner.TryComplete(error);
    }

    public override bool TryArm(Doorbell bell, int key, long roomAbove = 0) => inner.TryArm(bell, key, roomAbove);
}
