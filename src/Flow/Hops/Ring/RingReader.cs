using System.Diagnostics.CodeAnalysis;

namespace Flow;

/// <summary>A reading end of a ring: the owner's, or one lent to a run of a body.</summary>
internal sealed class RingReader<T>(RingHop<T> ring, bool isLease) : HopReader<T>, ILease, IWaitingEnd
{
    private volatile bool _closed;
    private TaskCompletionSource? _fenced;

    public bool IsClosed => _closed;

    public bool IsEndedByBody { get; private set; }

    public Exception? Error { get; private set; }

    internal override Hop<T>? OwnedHop => isLease ? null : ring;

    public override bool CanCount => true;

    public override bool CanPeek => true;

    public override int Count => ring.Count;

    public override bool IsEnded => _closed || ring.IsEnded;

    public override Exception? CompletionError => ring.Error;

    public override Task Completion => isLease ? CompletionOfLease() : ring.Completion;

    public void Fence()
    {
        _closed = true;
        ring.WakeReader();
        Volatile.Read(ref _fenced)?.TrySetResult();
    }

    bool IWaitingEnd.Answer() => ring.AnswerReader(this);

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!_closed) return ring.TryRead(out item);
        item = default;
        return false;
    }

    public override int TryRead(Span<T> destination) => _closed ? 0 : ring.TryRead(destination);

    /// <inheritdoc cref="RingHop{T}.Peek"/>
    public ReadOnlySpan<T> Peek(int most) => _closed ? default : ring.Peek(most);

    /// <summary>Takes the first of the items just peeked at, also when the lease has ended since.</summary>
    public void Advance(int count) => ring.Advance(count);

    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        if (!_closed) return ring.TryPeek(out item);
        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        ring.WaitToReadAsync(this, cancellationToken);

    public override bool TryArm(Doorbell bell, int key) => ring.TryArmReader(this, bell, key);

    public override void Abandon(Exception? error = null)
    {
        if (isLease)
        {
            IsEndedByBody = true;
            Error = error;
            Fence();
        }
        else
        {
            _closed = true;
            ring.Abandon(error, ReleaseReason.Abandoned);
        }
    }

    // A lease ends with the hop, or at its fence.
    private Task CompletionOfLease()
    {
        var fenced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fenced = Interlocked.CompareExchange(ref _fenced, fenced, null) ?? fenced;
        if (_closed) fenced.TrySetResult();
        return Task.WhenAny(ring.Completion, fenced.Task).Unwrap();
    }
}
