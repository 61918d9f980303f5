using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Flow;

/// <summary>A reading end of a channel that stands in for a hop.</summary>
internal sealed class ChannelHopReader<T>(ChannelHop<T> hop, bool isLease) : HopReader<T>, ILease
{
    private readonly CancellationTokenSource _fence = new();

    public bool IsEndedByBody { get; private set; }

    public Exception? Error { get; private set; }

    internal override Hop<T>? OwnedHop => isLease ? null : hop;

    public override bool CanCount => true;

    public override bool CanPeek => hop.Inner.Reader.CanPeek;

    public override int Count => (int)hop.Count;

    public override bool IsEnded => IsClosed || hop.Inner.Reader.Completion.IsCompleted;

    public override Exception? CompletionError => hop.CompletionError;

    public override Task Completion => hop.Inner.Reader.Completion;

    private bool IsClosed => _fence.IsCancellationRequested || hop.IsAbandoned;

    public void Fence() => _fence.Cancel();

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!IsClosed) return hop.TryRead(out item);
        item = default;
        return false;
    }

    public override int TryRead(Span<T> destination)
    {
        var taken = 0;
        while (taken < destination.Length && TryRead(out var item)) destination[taken++] = item;
        return taken;
    }

    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        if (!IsClosed) return hop.Inner.Reader.TryPeek(out item);
        item = default;
        return false;
    }

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsClosed) return false;
        var since = hop.TimeProvider.GetTimestamp();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _fence.Token, hop.AbandonedToken);
        try
        {
            if (!await hop.Inner.Reader.WaitToReadAsync(ended.Token)) return false;
            hop.AddBatch();
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && IsClosed)
        {
            return false;
        }
        finally
        {
            hop.AddStarved(since);
        }
    }

    // The framework's own ReadAsync(token) can lose an item when it is cancelled (dotnet/runtime#132094).
    public override async ValueTask<T> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (await WaitToReadAsync(cancellationToken))
        {
            if (TryRead(out var item)) return item;
        }

        throw new ChannelClosedException();
    }

    public override bool TryArm(Doorbell bell, int key) => !IsClosed && hop.TryArmReader(bell, key);

    public override void Abandon(Exception? error = null)
    {
        if (!isLease)
        {
            hop.Abandon(error, ReleaseReason.Abandoned);
            return;
        }

        IsEndedByBody = true;
        Error = error;
        Fence();
    }
}
