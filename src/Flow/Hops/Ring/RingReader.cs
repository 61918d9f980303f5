using System.Diagnostics.CodeAnalysis;

namespace Flow;

/// <summary>A reading end of a ring.</summary>
internal sealed class RingReader<T, TAccess>(RingHop<T, TAccess> ring, bool isLease) : SlotReader<T>(isLease), IWaitingEnd
    where TAccess : struct, IAccess
{
    public override int Count => ring.Count;

    public override bool IsEnded => IsClosed || ring.IsEnded;

    public override Exception? CompletionError => ring.Error;

    protected override Task CompletionOfHop => ring.Completion;

    protected override Hop<T> Hop => ring;

    bool IWaitingEnd.IsPending => ring.IsReaderPending(this);

    bool IWaitingEnd.Answer() => ring.AnswerReader(this);

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!IsClosed) return ring.TryRead(out item);
        item = default;
        return false;
    }

    public override int TryRead(Span<T> destination) => IsClosed ? 0 : ring.TryRead(destination);

    public override ReadOnlySpan<T> Peek(int most) => IsClosed ? default : ring.Peek(most);

    public override void Advance(int count) => ring.Advance(count);

    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        if (!IsClosed) return ring.TryPeek(out item);
        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        ring.WaitToReadAsync(this, cancellationToken);

    public override bool TryArm(Doorbell bell, int key) => ring.TryArmReader(this, bell, key);

    protected override void Wake() => ring.WakeReader();
}
