using System.Diagnostics.CodeAnalysis;

namespace Flow;

/// <summary>A reading end of a shared hop whose callers take turns.</summary>
internal sealed class SharedReader<T, TAccess>(SharedHop<T, TAccess> hop, SharedReading<T, TAccess> reading, bool isLease)
    : LeasableReader<T>(isLease), IWaitingEnd
    where TAccess : struct, IAccess
{
    public override int Count => hop.Count;

    public override bool IsEnded => IsClosed || hop.IsEnded;

    public override Exception? CompletionError => hop.Error;

    /// <summary>What the caller armed last.</summary>
    public SharedWaiter? Armed { get; set; }

    protected override Task CompletionOfHop => hop.Completion;

    protected override Hop<T> Hop => hop;

    bool IWaitingEnd.IsPending => true;

    bool IWaitingEnd.Answer() => reading.Answer(this);

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = default;
        return !IsClosed && reading.TryRead(new Span<T>(ref item!)) == 1;
    }

    public override int TryRead(Span<T> destination) => IsClosed ? 0 : reading.TryRead(destination);

    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        if (!IsClosed) return reading.TryPeek(out item);
        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        reading.WaitAsync(this, cancellationToken);

    public override bool TryArm(Doorbell bell, int key) => reading.TryArm(this, bell, key);

    protected override void Wake() => reading.Wake();
}
