using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>Writes items into a channel, move after move, until all are in or it is refused.</summary>
/// <param name="writer">The end it writes; what a hop's can do besides, it does on a hop.</param>
/// <param name="side">Its number among the sides of the case.</param>
/// <param name="name">What it is called in the story.</param>
/// <param name="trial">The try of the case.</param>
/// <param name="tally">Counts what is inside.</param>
/// <param name="items">What it writes.</param>
/// <param name="moves">What it does, over and over.</param>
/// <param name="weigh">What an item weighs, where it matters.</param>
/// <param name="isAlone">Whether nobody else writes there: a doorbell is for one.</param>
internal sealed class Writing<T>(
    ChannelWriter<T> writer,
    int side,
    string name,
    Trial trial,
    Tally tally,
    IReadOnlyList<T> items,
    IReadOnlyList<Move> moves,
    Func<T, int>? weigh = null,
    bool isAlone = true)
    : Side(side, name, trial, moves, hasBell: isAlone && writer is HopWriter<T>)
{
    private readonly HopWriter<T>? _hop = writer as HopWriter<T>;
    private readonly T[] _items = [.. items];
    private readonly List<T> _cancelledWith = [];
    private int _accepted;

    /// <summary>How many of the items the channel took, the first of them.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Whether the channel said that it takes nothing any more.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>What a call threw that is no refusal.</summary>
    public Exception? Surprise { get; private set; }

    /// <summary>What it had in hand each time a call ended by its token.</summary>
    public IReadOnlyList<T> CancelledWith => _cancelledWith;

    protected override bool IsDone => Missing == 0 || IsRefused;

    protected override int Moved => _accepted;

    private int Missing => _items.Length - _accepted;

    private T InHand => _items[_accepted];

    /// <summary>What it has in hand.</summary>
    public bool TryGetNext([MaybeNullWhen(false)] out T item)
    {
        var isThere = Accepted < _items.Length;
        item = isThere ? _items[Accepted] : default;
        return isThere;
    }

    protected override bool TryOne()
    {
        var item = InHand;
        var isTaken = writer.TryWrite(item);
        Story?.Tell(Name, $"TryWrite({item}) -> {isTaken}");
        if (isTaken) Accept(1);
        return isTaken;
    }

    // False when some were not taken.
    protected override bool TryBatch(int most)
    {
        if (_hop is null) return TryOne();
        var batch = _items.AsSpan(_accepted, Math.Min(most, Missing));
        var taken = _hop.TryWrite(batch);
        Story?.Tell(Name, $"TryWrite([{string.Join(", ", batch.ToArray())}]) -> {taken}");
        Accept(taken);
        return taken == batch.Length;
    }

    protected override async Task WaitAsync(CancellationToken cancellationToken)
    {
        Waiting = new Wait(cancellationToken);
        Story?.Tell(Name, "WaitToWriteAsync ...");
        var room = await writer.WaitToWriteAsync(cancellationToken);
        Story?.Tell(Name, $"WaitToWriteAsync -> {room}");
        if (room) TryOne();
        else Refuse();
    }

    protected override async Task OneAsync(CancellationToken cancellationToken)
    {
        Waiting = new Wait(cancellationToken);
        var item = InHand;
        Story?.Tell(Name, $"WriteAsync({item}) ...");
        await writer.WriteAsync(item, cancellationToken);
        Story?.Tell(Name, $"WriteAsync({item}) is done");
        Accept(1);
    }

    protected override async Task AllAsync(int most)
    {
        for (; most > 0 && Missing > 0; most--) await OneAsync(CancellationToken.None);
    }

    protected override async Task PeekAsync()
    {
        if (_hop is { Room: 0 } || !TryOne()) await RestAsync();
    }

    protected override Task BellAsync(int key) =>
        !TryOne() && _hop!.TryArm(Bell, key, RoomAbove(InHand)) ? RungAsync(key) : Task.CompletedTask;

    protected override async Task RestAsync() => await Task.Yield();

    // A hop that takes nothing any more says so otherwise.
    protected override bool IsOwn(OperationCanceledException error) => true;

    protected override void BeCancelled() => _cancelledWith.Add(InHand);

    protected override void BeClosed(ChannelClosedException closed) => Refuse();

    protected override void BeRefused(Exception error)
    {
        Surprise = error;
        Refuse();
    }

    // A move that does not wait is refused without a word.
    protected override void LookAround()
    {
        if (_hop is { IsAbandoned: true } && !IsRefused) Refuse();
    }

    private int RoomAbove(T item) => weigh is null ? 0 : Math.Max(0, weigh(item) - 1);

    private void Accept(int count)
    {
        Volatile.Write(ref _accepted, _accepted + count);
        tally.Accept(count);
    }

    private void Refuse()
    {
        Story?.Tell(Name, "is refused");
        IsRefused = true;
    }
}
