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
{
    private readonly IReadOnlyList<Move> _moves = MoveScripts.ThatMove(moves);
    private readonly HopWriter<T>? _hop = writer as HopWriter<T>;
    private readonly Pace _pace = trial.Pace(side);
    private readonly Story? _story = trial.Story;
    private readonly Doorbell _bell = new();
    private readonly SpinGuard _spin = new();
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

    /// <summary>The wait it is in.</summary>
    public Wait? Waiting { get; private set; }

    /// <summary>How a doorbell was rung otherwise than asked, if it was.</summary>
    public string? Rung { get; private set; }

    /// <summary>What it has in hand.</summary>
    public bool TryGetNext([MaybeNullWhen(false)] out T item)
    {
        var isThere = Accepted < _items.Length;
        item = isThere ? _items[Accepted] : default;
        return isThere;
    }

    public async Task RunAsync()
    {
        for (var turn = 0; _accepted < _items.Length && !IsRefused; turn++)
        {
            await _pace.BeforeMoveAsync();
            var move = _moves[turn % _moves.Count];
            try
            {
                await _spin.WatchAsync(() => _accepted, () => MakeAsync(move));
            }
            catch (OperationCanceledException) when (move.IsCancelled)
            {
                // Its own doing: the item is still in hand.
                _story?.Tell(name, "is cancelled");
                _cancelledWith.Add(_items[_accepted]);
            }
            catch (ChannelClosedException)
            {
                Refuse();
            }
            catch (Exception error) when (error is not SimulationException)
            {
                Surprise = error;
                Refuse();
            }
            finally
            {
                Waiting = null;
            }

            // A move that does not wait is refused without a word.
            if (_hop is { IsAbandoned: true } && !IsRefused) Refuse();
        }
    }

    private async Task MakeAsync(Move move)
    {
        switch (move.Kind)
        {
            case MoveKind.Try:
                if (!TryWrite()) await Task.Yield();
                break;
            case MoveKind.Batch:
                if (!TryWriteBatch(Math.Min(move.Size, _items.Length - _accepted))) await Task.Yield();
                break;
            case MoveKind.Wait:
                await WaitAsync(CancellationToken.None);
                break;
            case MoveKind.WaitCancelled:
                await WaitAsync(Turns.CancelAfter(move.Size));
                break;
            case MoveKind.Async:
                await WriteAsync(CancellationToken.None);
                break;
            case MoveKind.AsyncCancelled:
                await WriteAsync(Turns.CancelAfter(move.Size));
                break;
            case MoveKind.Peek:
                if (_hop is { Room: 0 } || !TryWrite()) await Task.Yield();
                break;
            case MoveKind.Bell when isAlone && _hop is not null:
                if (!TryWrite() && _hop.TryArm(_bell, move.Size, RoomAbove(_items[_accepted]))) await RungAsync(move.Size);
                break;
            case MoveKind.Bell:
                await WaitAsync(CancellationToken.None);
                break;
            case MoveKind.All:
                for (var i = 0; i < move.Size && _accepted < _items.Length; i++) await WriteAsync(CancellationToken.None);
                break;
            case MoveKind.Stall:
                _story?.Tell(name, "rests");
                await Turns.PassAsync(move.Size);
                break;
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        Waiting = new Wait(cancellationToken);
        _story?.Tell(name, "WaitToWriteAsync ...");
        var room = await writer.WaitToWriteAsync(cancellationToken);
        _story?.Tell(name, $"WaitToWriteAsync -> {room}");
        if (room) TryWrite();
        else Refuse();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        Waiting = new Wait(cancellationToken);
        var item = _items[_accepted];
        _story?.Tell(name, $"WriteAsync({item}) ...");
        await writer.WriteAsync(item, cancellationToken);
        _story?.Tell(name, $"WriteAsync({item}) is done");
        Accept(1);
    }

    private async Task RungAsync(int key)
    {
        Waiting = new Wait(CancellationToken.None);
        _story?.Tell(name, $"TryArm(bell, {key}) ...");
        await _bell.WaitAsync();
        _story?.Tell(name, "is rung");
        if (!_bell.TryTake(out var rung) || rung != key) Rung ??= $"a doorbell armed with {key} was rung with {rung}";
        else if (_bell.TryTake(out _)) Rung ??= "a doorbell armed once was rung twice";
    }

    private int RoomAbove(T item) => weigh is null ? 0 : Math.Max(0, weigh(item) - 1);

    private bool TryWrite()
    {
        var item = _items[_accepted];
        var isTaken = writer.TryWrite(item);
        _story?.Tell(name, $"TryWrite({item}) -> {isTaken}");
        if (isTaken) Accept(1);
        return isTaken;
    }

    // False when some were not taken.
    private bool TryWriteBatch(int size)
    {
        if (_hop is null) return TryWrite();
        var batch = _items.AsSpan(_accepted, size);
        var taken = _hop.TryWrite(batch);
        _story?.Tell(name, $"TryWrite([{string.Join(", ", batch.ToArray())}]) -> {taken}");
        Accept(taken);
        return taken == size;
    }

    private void Accept(int count)
    {
        Volatile.Write(ref _accepted, _accepted + count);
        tally.Accept(count);
    }

    private void Refuse()
    {
        _story?.Tell(name, "is refused");
        IsRefused = true;
    }
}
