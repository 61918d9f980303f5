using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Flow;

/// <summary>
/// The batch a built-in body has in hand: items taken from its input, or made for its output. What is still in it when the body
/// ends is released. It takes and puts spans where the end is a hop's, and single items where it is somebody else's.
/// </summary>
internal sealed class Hand<T>(int size = Hand<T>.BatchSize) : IDisposable
{
    /// <summary>Large enough to pay a hop's fence once for many items, small enough not to keep the first of them waiting.</summary>
    public const int BatchSize = 128;

    // Made when the first item comes, since many a body ends without one, and made larger as more come: a large batch need not fill.
    private T[]? _items;
    private int _first;
    private int _end;

    /// <summary>
    /// Whom what is left of the item it lent goes back to, where the stage has a fault policy, when the body ends: taken from there, or
    /// passed on as it is.
    /// </summary>
    public RememberingReader<T>? LentBy { get; init; }

    public bool IsEmpty => _first == _end;

    public bool IsFull => _end == size;

    public ReadOnlySpan<T> Held => _items.AsSpan(_first, _end - _first);

    private T[] Items => _items ??= new T[Math.Min(size, BatchSize)];

    /// <summary>Where more items go; <see cref="Add(int)"/> says how many there are.</summary>
    public Span<T> Free => Items.AsSpan(_end);

    public void Add(int count) => _end += count;

    public void Add(T item)
    {
        MakeRoom();
        Items[_end++] = item;
    }

    /// <summary>Forgets the first items held: they are somebody else's now.</summary>
    public void Give(int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(Items, _first, count);
        _first += count;
        if (_first == _end) _first = _end = 0;
    }

    /// <summary>Takes what <paramref name="input"/> has now, up to a batch; false when nothing is in hand then.</summary>
    public bool TryTake(ChannelReader<T> input) => TryTake(input, size);

    /// <summary>The same, but no more than <paramref name="most"/> items.</summary>
    public bool TryTake(ChannelReader<T> input, long most)
    {
        MakeRoom();
        var end = _end + (int)Math.Min(most, Items.Length - _end);
        if (input is HopReader<T> hop) _end += hop.TryRead(Items.AsSpan(_end, end - _end));
        else while (_end < end && input.TryRead(out var item)) Add(item);
        return !IsEmpty;
    }

    /// <summary>Moves what is held to the front, so that all the rest is free.</summary>
    public void Compact()
    {
        if (_first == 0) return;
        var count = Held.Length;
        Held.CopyTo(Items);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(Items, count, _end - count);
        (_first, _end) = (0, count);
    }

    /// <summary>Writes what <paramref name="output"/> has room for now; true when nothing is left in hand.</summary>
    public bool TryPut(ChannelWriter<T> output)
    {
        if (output is HopWriter<T> hop) Give(hop.TryWrite(Held));
        else while (!IsEmpty && output.TryWrite(Items[_first])) Give(1);
        return IsEmpty;
    }

    /// <summary>
    /// Writes what there is room for, and has <paramref name="bell"/> rung when there is more; true when nothing is left to be written, or
    /// nothing will be taken any more.
    /// </summary>
    public bool TryPut(HopWriter<T> output, Doorbell bell, int key)
    {
        while (true)
        {
            var (room, left) = (output.Room, Held.Length);
            if (TryPut(output) || output.IsAbandoned) return true;
            // Where there is room, and not for the next item, only more of it helps.
            if (Held.Length == left && output.TryArm(bell, key, room)) return false;
        }
    }

    /// <summary>Writes everything, waiting for room; false when the output has gone.</summary>
    public ValueTask<bool> PutAsync(ChannelWriter<T> output, CancellationToken cancellationToken) =>
        TryPut(output) ? new ValueTask<bool>(true) : PutSlowlyAsync(output, cancellationToken);

    /// <summary>Writes everything, as long as somebody takes it, before a fault goes its way: no stop takes the place of that.</summary>
    public async ValueTask PutBeforeFaultAsync(ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        try
        {
            await PutAsync(output, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is left ends with the hand.
        }
    }

    public void Dispose()
    {
        GiveBack(Held);
        Forget();
    }

    /// <summary>Ends items that were in this hand: that which was lent goes back, the others are released.</summary>
    public void GiveBack(ReadOnlySpan<T> items)
    {
        foreach (var item in items)
        {
            if (LentBy is null || !LentBy.TryGiveBack(item)) Unwanted.Dispose(item);
        }
    }

    // A hand that may hold more than a batch grows to what it needs.
    private void MakeRoom()
    {
        if (_end == Items.Length && _end < size) Array.Resize(ref _items, (int)Math.Min(Math.Min(size, Array.MaxLength), 2L * _end));
    }

    public void Release()
    {
        foreach (var item in Held) Unwanted.Dispose(item);
        Forget();
    }

    private void Forget() => Give(Held.Length);

    private async ValueTask<bool> PutSlowlyAsync(ChannelWriter<T> output, CancellationToken cancellationToken)
    {
        do
        {
            if (!await output.WaitToWriteAsync(cancellationToken)) return false;
        }
        while (!TryPut(output));
        return true;
    }
}
