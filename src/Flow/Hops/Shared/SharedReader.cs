using System.Diagnostics.CodeAnalysis;

namespace Flow;

/// <summary>A reading end of a shared hop, for one caller or many.</summary>
internal sealed class SharedReader<T>(SharedHop<T> hop, bool isLease) : LeasableReader<T>(hop, isLease), IWaitingEnd
{
    public override int Count => hop.Count;

    public override bool IsEnded => IsClosed || hop.IsEnded;

    public override Exception? CompletionError => hop.Error;

    /// <summary>What the caller armed last.</summary>
    public SharedWaiter? Armed { get; set; }

    protected override Task CompletionOfHop => hop.Completion;

    bool IWaitingEnd.IsPending => true;

    bool IWaitingEnd.Answer() => hop.AnswerReader(this);

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!IsClosed) return hop.TryRead(out item);
        item = default;
        return false;
    }

    public override int TryRead(Span<T> destination) => IsClosed ? 0 : hop.TryRead(destination);

    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        if (!IsClosed) return hop.TryPeek(out item);
        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        hop.WaitToReadAsync(this, cancellationToken);

    public override bool TryArm(Doorbell bell, int key) => hop.TryArmReader(this, bell, key);

    protected override void Wake() => hop.WakeReaders();
}
