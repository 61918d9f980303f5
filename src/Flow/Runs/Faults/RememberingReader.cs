using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Flow;

/// <summary>
/// What a stage with a fault policy reads: it gives one item at a time, also to those who ask for many, and remembers it until it is asked
/// for the next.
/// </summary>
internal sealed class RememberingReader<T>(ChannelReader<T> reader, StageFaults<T> faults) : HopReader<T>
{
    private readonly HopReader<T>? _hop = reader as HopReader<T>;
    private bool _isToldItemByItem;
    private bool _isGivenBack;

    /// <summary>The item the stage has in hand.</summary>
    public InHand<T> InHand { get; private set; }

    /// <summary>Whether the run is to end with the fault of an item that the stage told of.</summary>
    public bool HasGivenUp { get; private set; }

    internal override bool CanRing => _hop is not null;

    public override bool CanCount => reader.CanCount;

    public override bool CanPeek => reader.CanPeek;

    public override int Count => reader.Count;

    public override bool IsEnded => _hop?.IsEnded ?? reader.Completion.IsCompleted;

    public override Exception? CompletionError => _hop is null ? reader.Completion.Exception?.InnerException : _hop.CompletionError;

    public override Task Completion => reader.Completion;

    /// <summary>For a stage that has many items under way: it says of each what became of it, and none is remembered.</summary>
    public RememberingReader<T> ItemByItem()
    {
        _isToldItemByItem = true;
        return this;
    }

    /// <summary>The stage has done with one of its items.</summary>
    public void Pass() => faults.Pass();

    /// <summary>The stage could not process one of its items; false when it is to throw what went wrong.</summary>
    public async ValueTask<bool> TryHandleAsync(T item, Exception error, CancellationToken cancellationToken)
    {
        HasGivenUp = true;
        HasGivenUp = !await faults.TryHandleAsync(InHand<T>.One(item), error, cancellationToken);
        return !HasGivenUp;
    }

    /// <summary>The stage ends without having done with an item; if it is the one in hand, it is left to the run.</summary>
    public bool TryGiveBack(T item)
    {
        if (!InHand.Any || !IsSame(item, InHand.Item)) return false;
        return _isGivenBack = true;
    }

    /// <summary>What the stage gave back, if it is still here.</summary>
    public InHand<T> TakeBack()
    {
        var given = _isGivenBack ? InHand : InHand<T>.None;
        Forget();
        return given;
    }

    /// <summary>Somebody else has the item now.</summary>
    public void Forget()
    {
        InHand = InHand<T>.None;
        _isGivenBack = false;
    }

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        PassInHand();
        if (!reader.TryRead(out item)) return false;
        if (!_isToldItemByItem) InHand = InHand<T>.One(item);
        return true;
    }

    public override int TryRead(Span<T> destination)
    {
        if (destination.IsEmpty || !TryRead(out var item)) return 0;
        destination[0] = item;
        return 1;
    }

    public override bool TryPeek([MaybeNullWhen(false)] out T item) => reader.TryPeek(out item);

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        PassInHand();
        return reader.WaitToReadAsync(cancellationToken);
    }

    public override bool TryArm(Doorbell bell, int key)
    {
        PassInHand();
        return _hop is null
            ? throw new NotSupportedException("The run reads a channel that is no hop, and that rings no doorbell.")
            : _hop.TryArm(bell, key);
    }

    public override void Abandon(Exception? error = null) => _hop?.Abandon(error);

    // One that is only like it was made by the stage.
    private static bool IsSame(T item, T other) =>
        typeof(T).IsValueType ? EqualityComparer<T>.Default.Equals(item, other) : ReferenceEquals(item, other);

    private void PassInHand()
    {
        if (!InHand.Any) return;
        Forget();
        faults.Pass();
    }
}
