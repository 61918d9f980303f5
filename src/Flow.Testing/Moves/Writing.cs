using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>Writes items into a hop, move after move, until all are in or it is refused.</summary>
internal sealed class Writing<T>(HopWriter<T> writer, IReadOnlyList<T> items, IReadOnlyList<Move> moves, Func<T, int>? weigh = null)
{
    private readonly IReadOnlyList<Move> _moves = MoveScripts.ThatMove(moves);
    private readonly Doorbell _bell = new();
    private readonly SpinGuard _spin = new();
    private readonly T[] _items = [.. items];
    private int _accepted;

    /// <summary>How many of the items the hop took.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Whether the hop said that it takes nothing any more.</summary>
    public bool IsRefused { get; private set; }

    public async Task RunAsync()
    {
        for (var turn = 0; _accepted < _items.Length && !IsRefused; turn++)
        {
            try
            {
                await _spin.WatchAsync(() => _accepted, () => MakeAsync(_moves[turn % _moves.Count]));
            }
            catch (OperationCanceledException)
            {
                // Its own doing: the item is still in hand.
            }
            catch (ChannelClosedException)
            {
                IsRefused = true;
            }

            // A move that does not wait is refused without a word.
            IsRefused |= writer.IsAbandoned;
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
                var batch = _items.AsSpan(_accepted, Math.Min(move.Size, _items.Length - _accepted));
                var taken = writer.TryWrite(batch);
                _accepted += taken;
                if (taken < batch.Length) await Task.Yield();
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
                if (writer.Room == 0 || !TryWrite()) await Task.Yield();
                break;
            case MoveKind.Bell:
                if (!TryWrite() && writer.TryArm(_bell, move.Size, RoomAbove(_items[_accepted]))) await RungAsync(move.Size);
                break;
            case MoveKind.All:
                for (var i = 0; i < move.Size && _accepted < _items.Length; i++) await WriteAsync(CancellationToken.None);
                break;
            case MoveKind.Stall:
                await Turns.PassAsync(move.Size);
                break;
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (await writer.WaitToWriteAsync(cancellationToken)) TryWrite();
        else IsRefused = true;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await writer.WriteAsync(_items[_accepted], cancellationToken);
        _accepted++;
    }

    private async Task RungAsync(int key)
    {
        await _bell.WaitAsync();
        LawBreach.Unless(_bell.TryTake(out var rung) && rung == key, $"a doorbell armed with {key} was rung with {rung}");
        LawBreach.Unless(!_bell.TryTake(out _), "a doorbell armed once was rung twice");
    }

    private int RoomAbove(T item) => weigh is null ? 0 : Math.Max(0, weigh(item) - 1);

    private bool TryWrite()
    {
        if (!writer.TryWrite(_items[_accepted])) return false;
        _accepted++;
        return true;
    }
}
