using System.Diagnostics.CodeAnalysis;

namespace Flow;

/// <summary>A reading end that tells what comes out of its hop.</summary>
internal sealed class FollowedReader<T>(FollowedHop<T> hop, HopReader<T> reader) : HopReader<T>, ILease
{
    public bool IsEndedByBody => ((ILease)reader).IsEndedByBody;

    public Exception? Error => ((ILease)reader).Error;

    public override bool CanCount => reader.CanCount;

    public override bool CanPeek => reader.CanPeek;

    public override int Count => reader.Count;

    public override bool IsEnded => reader.IsEnded;

    public override Exception? CompletionError => reader.CompletionError;

    public override Task Completion => reader.Completion;

    internal override Hop<T>? OwnedHop => reader.OwnedHop is null ? null : hop;

    public void Fence() => ((ILease)reader).Fence();

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!reader.TryRead(out item)) return false;
        hop.Leave(item);
        return true;
    }

    public override int TryRead(Span<T> destination)
    {
        var taken = reader.TryRead(destination);
        foreach (var item in destination[..taken]) hop.Leave(item);
        return taken;
    }

    public override bool TryPeek([MaybeNullWhen(false)] out T item) => reader.TryPeek(out item);

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        reader.WaitToReadAsync(cancellationToken);

    public override bool TryArm(Doorbell bell, int key) => reader.TryArm(bell, key);

    public override void Abandon(Exception? error = null) => reader.Abandon(error);
}
