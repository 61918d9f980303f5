using System.Diagnostics.CodeAnalysis;

namespace Flow.Testing;

/// <summary>A stage's input that tells what the stage does with it.</summary>
internal sealed class WatchedReader<T>(HopReader<T> inner, Story story) : HopReader<T>
{
    public override bool IsEnded => inner.IsEnded;

    public override Exception? CompletionError => inner.CompletionError;

    public override bool CanCount => inner.CanCount;

    public override bool CanPeek => inner.CanPeek;

    public override int Count => inner.Count;

    public override Task Completion => inner.Completion;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        var isThere = inner.TryRead(out item);
        if (isThere) story.Tell("stage", $"reads {item}");
        return isThere;
    }

    public override int TryRead(Span<T> destination)
    {
        var count = inner.TryRead(destination);
        if (count > 0) story.Tell("stage", $"reads [{string.Join(", ", destination[..count].ToArray())}]");
        return count;
    }

    public override bool TryPeek([MaybeNullWhen(false)] out T item) => inner.TryPeek(out item);

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        var wait = inner.WaitToReadAsync(cancellationToken);
        if (!wait.IsCompleted) story.Tell("stage", "waits to read");
        return wait;
    }

    public override void Abandon(Exception? error = null)
    {
        story.Tell("stage", "abandons its input");
        inner.Abandon(error);
    }

    public override bool TryArm(Doorbell bell, int key) => inner.TryArm(bell, key);
}
